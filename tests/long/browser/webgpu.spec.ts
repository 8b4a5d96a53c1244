import { expect, test } from '../../browser/fixtures.ts';
import { expectToFollowConvolutionReference } from '../../browser/harness/followsConvolutionReference.ts';
import { expectToFollowReference } from '../../browser/harness/followsReference.ts';
import { withWebGpuPage } from '../../browser/harness/webgpuPage.ts';
import { chooseBackend, setParameter } from '../../browser/page.ts';

test('WebGPU follows three steps of the float64 reference, on the stored pictures', async ({
  launchOptions,
  baseURL,
}) => {
  await withWebGpuPage({ launchOptions, baseURL }, (page) => expectToFollowReference(page, 'webgpu', 3));
});

test('convolutional networks on WebGPU follow the first step of the float64 reference, on the stored pictures', async ({
  launchOptions,
  baseURL,
}) => {
  await withWebGpuPage({ launchOptions, baseURL }, (page) =>
    expectToFollowConvolutionReference(page, 'webgpu', 1),
  );
});

test('WebGPU is used when asked for by name, says that it has no GPU, and is not measured', async ({
  launchOptions,
  baseURL,
}) => {
  await withWebGpuPage({ launchOptions, baseURL }, async (page) => {
    await setParameter(page, 'Batch size', '50');
    await setParameter(page, 'Hidden units', '4');
    await setParameter(page, 'Max steps', '3');
    await chooseBackend(page, 'WebGPU');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText(/^Backend: WebGPU on .*The GPU is emulated on the CPU/)).toBeVisible();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Measure backends' }).click();
    const table = page.getByRole('table', { name: 'Measured backends' });
    await expect(table.getByRole('row', { name: /WebGPU/ })).toContainText(
      'Not measured: WebGPU has no GPU here',
      { timeout: 60_000 },
    );
  });
});
