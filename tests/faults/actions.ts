import type { Page } from '@playwright/test';
import { chooseOption, openTab, setParameter } from '../browser/page.ts';
import { checkpoints, sha256OfTensors } from '../browser/savedWeights.ts';
import type { Snapshot } from './snapshot.ts';

/** What the user wants: a run, or only the pictures. */
export interface Goal {
  readonly backend: 'WASM' | 'WebGL';
  readonly seed: number;
  /** 0 where only the pictures are wanted. */
  readonly steps: number;
  /** Fills the fields besides backend, steps and seed. */
  readonly configure: (page: Page) => Promise<void>;
}

/** The article’s network, small enough that faults come between two steps. */
export async function fewUnits(page: Page): Promise<void> {
  await setParameter(page, 'Hidden units', '8');
}

export interface Action {
  readonly name: string;
  act(page: Page): Promise<void>;
}

const pressLimit = { timeout: 5_000 };

/** The user's next action towards the goal; null to wait. */
export function nextAction(
  { data, activity, step, buttons, checkpoints: rows }: Snapshot,
  goal: Goal,
): Action | 'export' | null {
  const buttonNamed = (name: RegExp) => buttons.find((text) => name.test(text));
  const urgent = buttonNamed(/^Continue at step/) ?? buttonNamed(/^Download CIFAR-10/);
  if (urgent) return press(urgent);
  if (!data.startsWith('CIFAR-10 ready')) return null;

  const [done, all] = (/^Step ([\d,]+) of ([\d,]+)$/.exec(step) ?? []).slice(1);
  const isAtRest = ['Paused', 'Finished', 'Stopped'].includes(activity);
  if (isAtRest && done === all) return buttons.includes('Evaluate on test set') ? 'export' : null;
  if (activity === 'Paused' && buttons.includes('Resume')) return press('Resume');
  if (activity === '' || activity === 'Ended by a fault' || activity.startsWith('An earlier run')) {
    const own = rows.findIndex((text) => text.includes(`seed ${goal.seed}.`));
    if (own >= 0 && buttons.includes('Restore')) return restore(own);
    if (buttons.includes('Train')) return { name: 'trains', act: (page) => train(page, goal) };
  }
  return null;
}

function press(name: string): Action {
  return {
    name: `presses ${name}`,
    act: (page) => page.getByRole('button', { name, exact: true }).click(pressLimit),
  };
}

function restore(row: number): Action {
  return {
    name: 'restores its checkpoint',
    act: (page) => checkpoints(page).nth(row).getByRole('button', { name: 'Restore' }).click(pressLimit),
  };
}

async function train(page: Page, { backend, seed, steps, configure }: Goal): Promise<void> {
  await chooseOption(page, 'Backend', backend);
  await configure(page);
  await setParameter(page, 'Max steps', String(steps));
  await setParameter(page, 'Seed', String(seed));
  await page.getByRole('button', { name: 'Train', exact: true }).click(pressLimit);
}

/** In the tab that exports: SHA-256 of the weights, null where no file came, or `busy` where the page still works on another request. */
export async function exportWeights(page: Page): Promise<string | 'busy' | null> {
  await openTab(page, 'Export');
  const button = page.getByRole('button', { name: 'Download weights' });
  if (await button.isDisabled()) return 'busy';
  const downloading = page.waitForEvent('download', { timeout: 5_000 }).catch(() => null);
  await button.click(pressLimit);
  const download = await downloading;
  return download && sha256OfTensors(await download.path());
}
