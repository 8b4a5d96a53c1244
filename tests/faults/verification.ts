import type { Page } from '@playwright/test';
import { loadDataset } from '../browser/page.ts';
import { unfoldAll } from '../browser/runTable.ts';
import { checkpoints } from '../browser/savedWeights.ts';
import type { Cell } from './cell.ts';
import type { Environment } from './faults.ts';
import { type Baseline, earlierSeed } from './fixtures.ts';
import { openBlank, storedSums } from './storedState.ts';

export interface Judgement {
  /** Lost: something that was there is gone. Wrong: something is incorrect, or does not continue. */
  readonly verdict: 'survived' | 'lost' | 'wrong';
  /** Why it is not `survived`. */
  readonly reasons: readonly string[];
}

export async function judge({ tab }: Environment, baseline: Baseline, cell: Cell): Promise<Judgement> {
  const wrong = wrongIn(cell, baseline);
  const lost: string[] = [];
  if (cell.moment.isAfterFirstSave && trainings(cell) > 1) lost.push('the run began anew');

  if (!tab.isThere()) await tab.open();
  const expected = await expectedRun(tab, baseline, cell);
  if (expected) {
    const stored = await restoreRun(tab.page(), expected.seed);
    if (stored === 'missing') lost.push(`a checkpoint of ${expected.name} is gone`);
    if (stored === 'other') wrong.push(`a checkpoint of ${expected.name} was not restored exactly`);
  }

  await openBlank(tab.page());
  const sums = await storedSums(tab.page());
  for (const [batch, sum] of Object.entries(baseline.sums)) {
    if (sums[batch] === undefined) lost.push(`${batch} is gone`);
    else if (sums[batch] !== sum) wrong.push(`${batch} has another checksum`);
  }
  const verdict = wrong.length > 0 ? 'wrong' : lost.length > 0 ? 'lost' : 'survived';
  return { verdict, reasons: [...wrong, ...lost] };
}

/** The run of which a checkpoint must be stored; null where there is none. Where everything was cleared, it is stored again. */
async function expectedRun(
  tab: Environment['tab'],
  { goal }: Baseline,
  { fault, moment }: Cell,
): Promise<{ readonly name: string; readonly seed: number } | null> {
  if (!fault.clearsStorage) return { name: 'an earlier run', seed: earlierSeed };
  if (moment.part === 'data') return null;
  // The page says so when it has written everything again.
  if (fault.saidAs) await appears(tab.page().getByText(fault.saidAs), 10_000);
  await tab.open();
  // A run that came to its end without them needs them to be restored.
  await loadDataset(tab.page());
  return { name: 'the run', seed: goal.seed };
}

function wrongIn(cell: Cell, { uninterrupted, goal }: Baseline): string[] {
  const { fault, moment, messages, actions, last } = cell;
  const reasons: string[] = [];
  if (!cell.isInjected) reasons.push(`the moment never came: ${JSON.stringify(moment.place(fault))}`);
  if (!cell.isReached) reasons.push(`the person gave up; the page at last: ${JSON.stringify(last)}`);
  else if (cell.sha256 !== uninterrupted.sha256) {
    reasons.push(`weights ${cell.sha256}, without the fault ${uninterrupted.sha256}, on ${goal.backend}`);
  }
  if (cell.isReached && actions.includes('reloads'))
    reasons.push('nothing moved until the page was reloaded');
  if (fault.saidAs && !moment.isLast && !messages.some((text) => fault.saidAs?.test(text))) {
    reasons.push(`the page did not say ${fault.saidAs}`);
  }
  const wrongWords = messages.filter((text) => fault.neverSaid?.test(text));
  if (wrongWords.length > 0) reasons.push(`a tab said: ${wrongWords.join(', ')}`);
  if (isSilent(cell, uninterrupted.actions.length)) reasons.push('the page did not say what had to be done');
  return reasons;
}

/** Whether the user had to do more than without a fault, and no message said so. Opening the page again needs no message. */
function isSilent({ actions, messages, moment }: Cell, actionsWithoutFault: number): boolean {
  const usual = actionsWithoutFault + (moment.part === 'data' ? 1 : 0);
  return messages.length === 0 && actions.length > usual && !actions.includes('opens the page');
}

function trainings({ actions }: Cell): number {
  return actions.filter((action) => action === 'trains').length;
}

async function restoreRun(page: Page, seed: number): Promise<'exact' | 'other' | 'missing'> {
  await unfoldAll(page);
  const row = checkpoints(page)
    .filter({ hasText: `seed ${seed}.` })
    .first();
  if (!(await appears(row, 5_000))) return 'missing';
  await row.getByRole('button', { name: 'Restore' }).click();
  return (await appears(page.getByText(/^Restored exactly/), 30_000)) ? 'exact' : 'other';
}

function appears(element: ReturnType<Page['locator']>, timeout: number): Promise<boolean> {
  return element.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
