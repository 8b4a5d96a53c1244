import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { decodeSafetensors } from '../../src/export/safetensors.ts';
import { expect, loadDataset, setParameter, test } from './fixtures.ts';
import type { Beginning } from './harness/beginnings.worker.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';

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

test('on WASM the number of threads changes no bit: a host without isolation, which allows only one, trains to the same weights', async ({
  browser,
  baseURL,
}) => {
  const weightsWhere = async (isIsolated: boolean) => {
    const profile = await browser.newContext(baseURL ? { baseURL } : {});
    if (!isIsolated) await withoutIsolation(profile);
    const page = await profile.newPage();
    await page.goto('./');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    await loadDataset(page);
    await chooseBackend(page, 'WASM');
    await trainTo(page, 30);
    const sha256 = await weightsSha256(page);
    await profile.close();
    return sha256;
  };
  expect(await weightsWhere(true)).toBe(await weightsWhere(false));
});

/** As from a host that serves files and sends no headers of its own. */
async function withoutIsolation(profile: BrowserContext): Promise<void> {
  await profile.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers()).filter(([name]) => !name.startsWith('cross-origin-'));
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
}

/** WebGL without a GPU takes a quarter of a second for a step, and CPU a whole one, so fewer must do unless asked for more. */
const cases = [
  { backend: 'WASM', steps: Number(process.env.RESUME_STEPS ?? 300) },
  { backend: 'WebGL', steps: Number(process.env.RESUME_STEPS ?? 20) },
  { backend: 'CPU', steps: Number(process.env.RESUME_STEPS ?? 6) },
] as const;

for (const { backend, steps } of cases) {
  test(`${backend}: a run whose browser was killed half way ends with the same weights as one that ran through`, async ({
    launchOptions,
    baseURL,
  }) => {
    test.setTimeout(10 * 60_000);
    const folder = await mkdtemp(join(tmpdir(), 'profile-'));
    const open = async () => {
      const profile = await chromium.launchPersistentContext(folder, {
        ...launchOptions,
        acceptDownloads: true,
        ...(baseURL ? { baseURL } : {}),
      });
      const page = await profile.newPage();
      await page.goto('./');
      await loadDataset(page);
      await chooseBackend(page, backend);
      return { profile, page };
    };

    const first = await open();
    await trainTo(first.page, steps);
    const uninterrupted = await weightsSha256(first.page);
    await trainTo(first.page, steps / 2);
    await kill(first.profile, first.page);

    const second = await open();
    const halfWay = second.page
      .getByRole('list', { name: 'Checkpoints' })
      .getByRole('listitem')
      .filter({ hasText: `Step ${steps / 2},` });
    await halfWay.getByRole('button', { name: 'Restore' }).click();
    await expect(second.page.getByText(/^Restored exactly/)).toBeVisible({ timeout: 60_000 });
    await setParameter(second.page, 'Max steps', String(steps));
    await second.page.getByRole('button', { name: 'Resume' }).click();
    await finished(second.page, steps);
    expect(await weightsSha256(second.page)).toBe(uninterrupted);
    await second.profile.close();
    await rm(folder, { recursive: true, force: true });
  });
}

async function chooseBackend(page: Page, backend: string): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'Backend' });
  const option = choice.getByRole('option').filter({ hasText: new RegExp(`^${backend}`) });
  await choice.selectOption({ label: (await option.textContent()) ?? '' });
}

async function trainTo(page: Page, steps: number): Promise<void> {
  await setParameter(page, 'Max steps', String(steps));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await finished(page, steps);
}

async function finished(page: Page, steps: number): Promise<void> {
  await expect(page.getByText(`Step ${steps} of ${steps}`)).toBeVisible({ timeout: steps * 2_000 });
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
}

/** The process ends in the middle of whatever it does, as in a crash. */
async function kill(profile: BrowserContext, page: Page): Promise<void> {
  const session = await profile.newCDPSession(page);
  const closed = new Promise((resolve) => profile.once('close', resolve));
  await session.send('Browser.crash').catch(() => {});
  await closed;
}

async function weightsSha256(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download weights' }).click();
  const file = await (await downloading).path();
  const hash = createHash('sha256');
  for (const { name, values } of decodeSafetensors(new Uint8Array(await readFile(file))).tensors) {
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
