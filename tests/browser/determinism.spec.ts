import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Beginning } from './harness/beginnings.worker.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';
import { startPlainHost } from './harness/plainHost.ts';
import { adamWithAllElse, resumesWithSameBits, smallNetwork } from './harness/resumption.ts';
import { chooseBackend, loadDataset, trainTo } from './page.ts';
import { sha256OfTensors } from './savedWeights.ts';

test('a seed fixes the initial weights and the first epoch, whatever the backend; seed 0 is a seed', async ({
  readyPage: page,
}) => {
  const beginningOf = (backend: string, seed: number) =>
    resultOfWorker<Beginning>(page, 'beginnings.worker.ts', { backend, seed });
  const [wasm, webgl, cpu] = [
    await beginningOf('wasm', 0),
    await beginningOf('webgl', 0),
    await beginningOf('cpu', 0),
  ];
  expect(webgl).toEqual(wasm);
  expect(cpu).toEqual(wasm);
  const other = await beginningOf('wasm', 1);
  expect(other.weights).not.toBe(wasm.weights);
  expect(other.firstEpoch).not.toBe(wasm.firstEpoch);
});

test('on WASM the number of threads changes no bit: below a folder of a plain file server, which allows only one, the page trains to the same weights', async ({
  browser,
  baseURL,
}) => {
  const weightsFrom = async (url: string, isIsolated: boolean) => {
    const page = await browser.newPage();
    await page.goto(url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    await loadDataset(page);
    await chooseBackend(page, 'WASM');
    await trainTo(page, 10);
    const sha256 = await weightsSha256(page);
    await page.context().close();
    return sha256;
  };
  const host = await startPlainHost();
  try {
    expect(await weightsFrom(baseURL ?? '', true)).toBe(await weightsFrom(host.url, false));
  } finally {
    await host.close();
  }
});

resumesWithSameBits({ backend: 'WASM', steps: 120, configure: adamWithAllElse });
resumesWithSameBits({ backend: 'WebGL', steps: 48, configure: smallNetwork });

async function weightsSha256(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download weights' }).click();
  return sha256OfTensors(await (await downloading).path());
}
