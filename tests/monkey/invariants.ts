import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { median } from '../../bench/statistics.mjs';
import { type Lists, shownLists, storedLists } from './stored.ts';
import type { Tabs } from './tabs.ts';

/**
 * Half of the round trips through the page's thread must take no longer. On a busy machine a single one can take long for no fault
 * of the page, so that they are tried again until the second limit.
 */
const answerMs = 1_000;
const tries = 5;
const answersWithinMs = 60_000;
/** What is written appears in the lists of all tabs a moment later. It is minutes on no machine. */
const listedWithinMs = 60_000;

/** What the run may be doing, and so whether it can be paused now: see `activityText`. */
const activities: readonly RegExp[] = [
  /^$/,
  /^Evaluating 10,000 test images…$/,
  /^(Starting|Starting TensorFlow\.js|Loading the images|Initializing the weights)…( \d+ %)?$/,
  /^Whitening the images, once for all later runs…( \d+ %)?$/,
  /^(Compiling GPU programs|Waiting for the next step)…$/,
  /^Restoring the checkpoint…$/,
  /^Moving to another backend…$/,
  /^Recovering from the last checkpoint after a fault…$/,
  /^(Training|Paused|Stopped|Finished|Ended by a fault)$/,
  /^Training: the current step has taken .+ so far$/,
  /^(Pausing|Stopping)(: the current step takes about .+| before the next step)…$/,
  /^Diverged by step [\d,]+$/,
  /^An earlier run(, which had diverged by step [\d,]+)?\.( Nothing of it was saved: Train starts a new one\.)?$/,
  /^Training in another tab; shown as last saved\.$/,
];

/** Watches that nothing stored is lost. */
export interface Keeping {
  /** Called where the person may have confirmed a deletion. */
  mayHaveDeleted(): void;
  /** What was stored at the last call and is no longer, though nobody can have deleted it. */
  lost(page: Page): Promise<string[]>;
}

export function watchStores(): Keeping {
  let before: readonly string[] = [];
  /** Whether there was a deletion since the last check, and before it: it may have been under way then. */
  let [isDeleting, wasDeleting] = [false, false];
  return {
    mayHaveDeleted() {
      isDeleting = true;
    },
    async lost(page) {
      const { ids } = await storedLists(page);
      const missing = isDeleting || wasDeleting ? [] : before.filter((id) => !ids.includes(id));
      before = ids;
      [isDeleting, wasDeleting] = [false, isDeleting];
      return missing.map((id) => `no longer stored, and not deleted: ${id}`);
    },
  };
}

/** Checks all tabs, and returns what is wrong. */
export async function brokenInvariants(tabs: Tabs): Promise<string[]> {
  const broken: string[] = [];
  for (const [index, page] of tabs.all().entries()) {
    const found = (await answers(page))
      ? [...(await displayFaults(page)), ...(await listFaults(page))]
      : [`the page does not answer within ${answerMs} ms`];
    broken.push(...found.map((fault) => `tab ${index + 1}: ${fault}`));
  }
  return [...tabs.takeComplaints(), ...broken];
}

async function answers(page: Page): Promise<boolean> {
  const endAt = Date.now() + answersWithinMs;
  do {
    const times: number[] = [];
    for (let trial = 0; trial < tries; trial++) {
      const begunAt = performance.now();
      const answered = page.evaluate(() => true).catch(() => false);
      await Promise.race([answered, pause(answersWithinMs, false)]);
      times.push(performance.now() - begunAt);
    }
    if (median(times) <= answerMs) return true;
  } while (Date.now() < endAt);
  return false;
}

/** What no state of the page may show. */
async function displayFaults(page: Page): Promise<string[]> {
  const { states, buttons, wrong } = await page.evaluate(() => {
    const line = [...document.querySelectorAll('.run-progress-line [role=status]')];
    const controls = [...document.querySelectorAll('.run-controls button')];
    const patterns =
      /An unexpected error occurred[^.]*|could not be displayed|\bundefined\b|\[object \w+\]|Damaged checkpoint|This checkpoint is damaged|(Worker lost|Worker silent|GPU lost|Out of memory) [^.]*/g;
    return {
      states: line.map(({ textContent }) => textContent),
      buttons: controls.map(({ textContent }) => textContent),
      // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not shown.
      wrong: [...(document.body.innerText.match(patterns) ?? [])],
    };
  });
  const faults = wrong.map((text) => `the page shows “${text}”`);
  const [step, activity = '?', ...more] = states;
  if (more.length > 0 || !activities.some((known) => known.test(activity))) {
    faults.push(`not one state of the run: ${JSON.stringify(states)}`);
  }
  if (step !== 'No run yet' && !/^Step [\d,]+ of [\d,]+$/.test(step ?? '')) {
    faults.push(`not a step of the run: ${JSON.stringify(step)}`);
  }
  const pausing = buttons.filter((name) => name === 'Pause' || name === 'Resume');
  if (pausing.length !== 1) faults.push(`not one of Pause and Resume: ${JSON.stringify(buttons)}`);
  return faults;
}

/** Compares the lists with the stores, until they are equal. */
async function listFaults(page: Page): Promise<string[]> {
  const endAt = Date.now() + listedWithinMs;
  for (;;) {
    const faults = differences(await shownLists(page), await storedLists(page));
    if (faults.length === 0 || Date.now() > endAt) return faults;
    await pause(200);
  }
}

function differences(shown: Lists, stored: Lists): string[] {
  const names = ['checkpoints', 'runs', 'sweeps', 'batches'] as const;
  return names
    .filter((name) => !(name === 'batches' && shown[name] === null))
    .filter((name) => JSON.stringify(shown[name]) !== JSON.stringify(stored[name]))
    .map(
      (name) =>
        `shows the ${name} ${JSON.stringify(shown[name])}; stored are ${JSON.stringify(stored[name])}`,
    );
}
