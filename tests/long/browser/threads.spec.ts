import type { Page } from '@playwright/test';
import { expect, test } from '../../browser/fixtures.ts';
import { startPlainHost } from '../../browser/harness/plainHost.ts';
import { chooseBackend, loadDataset, openTab, trainTo } from '../../browser/page.ts';
import { sha256OfTensors } from '../../browser/savedWeights.ts';

test('on WASM the number of threads changes no bit: below a folder of a plain file server, which allows only one, the page trains to the same weights', async ({
  readyPage,
  page,
}) => {
  const weightsFrom = async (visited: Page, isIsolated: boolean) => {
    expect(await visited.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    await chooseBackend(visited, 'WASM');
    await trainTo(visited, 10);
    return weightsSha256(visited);
  };
  const host = await startPlainHost();
  try {
    await page.goto(host.url);
    await loadDataset(page);
    expect(await weightsFrom(page, false)).toBe(await weightsFrom(readyPage, true));
  } finally {
    await host.close();
  }
});

async function weightsSha256(page: Page): Promise<string> {
  await openTab(page, 'Export');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download weights' }).click();
  return sha256OfTensors(await (await downloading).path());
}
