import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { blankPath } from '../server/testServer.ts';
import { loadDataset } from './page.ts';
import { withStoredProfile } from './storedProfile.ts';

interface SharedContext {
  /** What the pages did that they must not; empty as long as all is well. */
  readonly breaches: string[];
  /** A browser in which CIFAR-10 is stored, for all tests of a worker. */
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
    async ({ breaches }, use, { project }) => {
      const { launchOptions, baseURL = '', viewport = null, locale = 'en-US' } = project.use;
      await withStoredProfile(async (folder) => {
        const profile = await chromium.launchPersistentContext(folder, {
          ...launchOptions,
          baseURL,
          viewport,
          locale,
          serviceWorkers: 'block',
        });
        await watchForBreaches(profile, new URL(baseURL).origin, breaches);
        await use(profile);
        await profile.close();
      });
    },
    { scope: 'worker' },
  ],
  readyPage: async ({ profile, breaches }, use) => {
    const page = await profile.newPage();
    await page.goto(blankPath);
    await forgetRuns(page);
    await page.goto('./');
    await loadDataset(page);
    await use(page);
    await page.close();
    await setMisbehaviour(profile, null);
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

/** Deletes what the tests before this one have stored, but not CIFAR-10. */
async function forgetRuns(page: Page): Promise<void> {
  await page.evaluate(async () => {
    localStorage.clear();
    const databases = await indexedDB.databases();
    const deletions = databases
      .filter(({ name }) => name !== undefined && name !== 'cifar-10')
      .map(({ name = '' }) => {
        return new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error);
        });
      });
    await Promise.all(deletions);
  });
}
