import { test as base } from '@playwright/test';
import { withStoredProfile } from '../browser/storedProfile.ts';
import { serviceWorkerActive } from '../browser/takenVersion.ts';
import { fewUnits, type Goal } from './actions.ts';
import type { Environment } from './faults.ts';
import { instrumentedVersions, startFaultHost } from './host.ts';
import { type Outcome, pursue } from './person.ts';
import { forgetRunsExcept, openBlank, storedSums } from './storedState.ts';
import { tabIn } from './tab.ts';

/** The state before a fault, and the required result despite it. */
export interface Baseline {
  readonly goal: Goal;
  readonly uninterrupted: Outcome;
  /** SHA-256 of each batch. */
  readonly sums: Record<string, string>;
}

interface FaultFixtures {
  /** Whether the host has two versions of the page, which a service worker stores. */
  readonly hasVersions: boolean;
  /** A browser with CIFAR-10 and the checkpoint of an earlier run. */
  readonly environment: Environment;
  /** The result of a goal without faults, computed once for all tests of a worker. */
  readonly baselineOf: (goal: Goal) => Promise<Baseline>;
}

/** The seed of the earlier run, whose checkpoint has to survive every fault. */
export const earlierSeed = 5;

const preparationLimitMs = 3 * 60_000;
const nothingChanges = async () => false;

export const test = base.extend<object, FaultFixtures>({
  hasVersions: [false, { option: true, scope: 'worker' }],
  environment: [
    async ({ hasVersions }, use, { project }) => {
      const { launchOptions, baseURL = '', viewport = null, locale = 'en-US' } = project.use;
      const host = await startFaultHost(baseURL, hasVersions ? await instrumentedVersions() : null);
      await withStoredProfile(async (folder) => {
        const tab = tabIn(folder, {
          ...launchOptions,
          ...{ baseURL, viewport, locale },
          proxy: { server: host.url },
          serviceWorkers: hasVersions ? 'allow' : 'block',
        });
        await tab.open();
        if (hasVersions) await serviceWorkerActive(tab.page());
        await trainEarlierRun({ tab, host });
        await use({ tab, host });
        await tab.closeBrowser();
      });
      await host.close();
    },
    { scope: 'worker', timeout: preparationLimitMs },
  ],
  baselineOf: [
    async ({ environment }, use) => {
      const baselines = new Map<Goal, Promise<Baseline>>();
      await use((goal) => {
        const baseline = baselines.get(goal) ?? findBaseline(environment, goal);
        baselines.set(goal, baseline);
        return baseline;
      });
    },
    { scope: 'worker' },
  ],
});

/** Downloads what is missing, and leaves a checkpoint. */
export async function trainEarlierRun(environment: Environment): Promise<void> {
  await environment.tab.open();
  await reach(environment, { backend: 'WASM', seed: earlierSeed, steps: 20, configure: fewUnits });
}

async function findBaseline(environment: Environment, goal: Goal): Promise<Baseline> {
  const { tab } = environment;
  if (!tab.isThere()) await tab.open();
  await openBlank(tab.page());
  await forgetRunsExcept(tab.page(), earlierSeed);
  const sums = await storedSums(tab.page());
  await tab.open();
  return { goal, uninterrupted: await reach(environment, goal), sums };
}

async function reach({ tab, host }: Environment, goal: Goal): Promise<Outcome> {
  host.turn('well');
  host.plan([]);
  const outcome = await pursue(tab, goal, nothingChanges, preparationLimitMs);
  if (!outcome.isReached) throw new Error(`not reached without a fault: ${JSON.stringify(outcome)}`);
  return outcome;
}
