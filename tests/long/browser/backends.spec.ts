import { expect, test } from '../../browser/fixtures.ts';
import { beforeTrainingWorker, chooseBackend, setParameter } from '../../browser/page.ts';

test('Auto takes a GPU with 32-bit floats, and WASM beside one without, which the page says and leaves to be chosen', async ({
  readyPage: page,
}) => {
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Hidden units', '4');
  const step = page.getByRole('button', { name: 'Step', exact: true });
  // The tests' software renderer, under the name of a GPU.
  const gpu = (extra = '') => `
    const { getContext } = OffscreenCanvas.prototype;
    OffscreenCanvas.prototype.getContext = function (...parts) {
      const gl = getContext.apply(this, parts);
      if (!gl) return gl;
      const { getParameter, getExtension } = gl;
      gl.getParameter = (name) => (name === 0x9246 ? 'Mali-400' : getParameter.call(gl, name));
      ${extra}
      return gl;
    };`;
  const withoutFloats =
    "gl.getExtension = (name) => (name === 'EXT_color_buffer_float' ? null : getExtension.call(gl, name));";

  await beforeTrainingWorker(page, gpu());
  await step.click();
  await expect(page.getByText(/^Backend: WebGL on Mali-400\./)).toBeVisible();
  await page.reload();

  await beforeTrainingWorker(page, gpu(withoutFloats));
  await step.click();
  await expect(
    page.getByText(/^Backend: WASM .* The GPU \(Mali-400\) is not used: it supports only 16-bit floats/),
  ).toBeVisible();
  await chooseBackend(page, 'WebGL');
  await expect(page.getByText(/^Backend: WebGL on Mali-400\. This GPU supports only 16-bit/)).toBeVisible();
});
