import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';

interface SharedContext {
  /** What the pages did that they must not; empty as long as all is well. */
  readonly breaches: string[];
  /** One profile for all tests of a worker, so that 139 MB are downloaded once. */
  readonly profile: BrowserContext;
}

interface PageWithData {
  /** The page with CIFAR-10 stored, no checkpoints and no runs. */
  readonly readyPage: Page;
}

export const test = base.extend<PageWithData, SharedContext>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that are used from it.
  breaches: [({}, use) => use([]), { scope: 'worker' }],
  profile: [
    async ({ browser, breaches }, use, workerInfo) => {
      const { baseURL } = workerInfo.project.use;
      const profile = await browser.newContext({
        acceptDownloads: true,
        serviceWorkers: 'block',
        ...(baseURL ? { baseURL } : {}),
      });
      await watchForBreaches(profile, new URL(baseURL ?? 'http://localhost').origin, breaches);
      await use(profile);
      await profile.close();
    },
    { scope: 'worker' },
  ],
  readyPage: async ({ profile, breaches }, use) => {
    const page = await profile.newPage();
    await page.goto('./');
    await forgetRuns(page);
    await page.reload();
    await loadDataset(page);
    await use(page);
    await page.close();
    expect(
      breaches.splice(0),
      'nothing may break the Content-Security-Policy or leave the own origin',
    ).toEqual([]);
  },
});

export { expect };

/** Notes every violation of the Content-Security-Policy, by a page or its workers, and every request to elsewhere. */
export async function watchForBreaches(
  profile: BrowserContext,
  origin: string,
  breaches: string[],
): Promise<void> {
  profile.on('request', (request) => {
    const { protocol, origin: requested } = new URL(request.url());
    if (protocol.startsWith('http') && requested !== origin) breaches.push(`request to ${request.url()}`);
  });
  // A worker's violations do not reach the page; the console has them.
  profile.on('console', (message) => {
    if (/content.security.policy|trusted ?types/i.test(message.text())) breaches.push(message.text());
  });
  await profile.exposeFunction('noteBreach', (text: string) => breaches.push(text));
  await profile.addInitScript(() => {
    addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const note: (text: string) => void = Reflect.get(window, 'noteBreach');
        note(`${effectiveDirective} forbids ${blockedURI} (${sourceFile}:${lineNumber})`);
      },
    );
  });
}

/** Downloads CIFAR-10 as a person would, unless it is stored already. */
export async function loadDataset(page: Page): Promise<void> {
  const ready = page.getByText('CIFAR-10 ready: 50,000 training and 10,000 test images');
  const download = page.getByRole('button', { name: 'Download CIFAR-10' });
  await expect(ready.or(download)).toBeVisible();
  if (await download.isVisible()) await download.click();
  await expect(ready).toBeVisible({ timeout: 120_000 });
}

/** Fills a field and leaves it, as a person would. */
export async function setParameter(page: Page, name: string, text: string): Promise<void> {
  const field = page.getByRole('spinbutton', { name });
  await field.fill(text);
  await field.blur();
}

/** Chooses the option that begins so. */
export async function chooseOption(page: Page, name: string, beginning: string): Promise<void> {
  const box = page.getByRole('combobox', { name });
  const labels = await box.getByRole('option').allTextContents();
  await box.selectOption({ label: labels.find((label) => label.startsWith(beginning)) ?? beginning });
}

/** Chooses a backend by what its option begins with: WebGL, WebGPU, WASM, CPU. */
export async function chooseBackend(page: Page, title: string): Promise<void> {
  const backend = page.getByRole('combobox', { name: 'Backend' });
  const option = backend.getByRole('option').filter({ hasText: new RegExp(`^${title}:`) });
  await backend.selectOption({ label: (await option.textContent()) ?? '' });
}

/** Waits until the run has come to a step, or past it. */
export async function waitForStep(page: Page, step: number, timeout: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout, intervals: [250] }).toBeGreaterThanOrEqual(step);
}

async function stepOf(page: Page): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of [\d,]+$/).textContent();
  return Number(/^Step ([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
}

/** Checkpoints and records of the tests before this one. */
async function forgetRuns(page: Page): Promise<void> {
  await page.evaluate(async () => {
    localStorage.clear();
    const deletions = ['cifar-10-checkpoints', 'cifar-10-autosaves', 'cifar-10-runs', 'cifar-10-sweeps'].map(
      (name) => {
        return new Promise((resolve) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = resolve;
          request.onerror = resolve;
          request.onblocked = resolve;
        });
      },
    );
    await Promise.all(deletions);
  });
}
