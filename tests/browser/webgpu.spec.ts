import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { expectToFollowReference } from './harness/followsReference.ts';
import { chooseBackend, loadDataset, setParameter } from './page.ts';

/*
 * Where a program on the CPU stands in for WebGPU's GPU. That takes a browser of its own: in the others, WebGPU is to be
 * without an adapter, as on a machine that has none.
 */
let profile: BrowserContext;
let page: Page;

test.beforeAll(async ({ launchOptions, baseURL }) => {
  const args = [...(launchOptions.args ?? []), '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
  const browser = await chromium.launch({ ...launchOptions, args });
  profile = await browser.newContext(baseURL ? { baseURL } : {});
  page = await profile.newPage();
  await page.goto('./');
  await loadDataset(page);
});

test.afterAll(() => profile.browser()?.close());

test('webgpu follows the float64 reference, step by step, on the stored pictures', async () => {
  // In software a step takes seconds.
  await expectToFollowReference(page, 'webgpu', 1);
});

test('WebGPU is used when asked for by name, says that it has no GPU, and is not measured', async () => {
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Hidden units', '4');
  await setParameter(page, 'Max steps', '3');
  await chooseBackend(page, 'WebGPU');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/^Backend: WebGPU on .*A program on the CPU stands in/)).toBeVisible();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Measure backends' }).click();
  const table = page.getByRole('table', { name: 'Measured backends' });
  await expect(table.getByRole('row', { name: /WebGPU/ })).toContainText(
    'Not measured: WebGPU has no GPU here',
    { timeout: 60_000 },
  );
});
