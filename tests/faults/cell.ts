import type { Page } from '@playwright/test';
import { type Environment, type Fault, inject } from './faults.ts';
import { type Baseline, earlierSeed } from './fixtures.ts';
import type { Moment } from './moments.ts';
import { type Outcome, pursue } from './person.ts';
import { forgetBatch, forgetRunsExcept, openBlank } from './storedState.ts';

/** The outcome of one fault at one moment. */
export interface Cell extends Outcome {
  readonly fault: Fault;
  readonly moment: Moment;
  /** Whether the moment was reached. */
  readonly isInjected: boolean;
  /** Messages that a run without faults does not show. */
  readonly messages: readonly string[];
}

/** Lines that differ from run to run. */
const usualLine = /^(Step \d|Total time)/;
const missingBatch = 'data_batch_5';
const limitMs = 4 * 60_000;

export async function fillCell(
  environment: Environment,
  { goal, uninterrupted }: Baseline,
  fault: Fault,
  moment: Moment,
): Promise<Cell> {
  const { tab, host } = environment;
  await prepare(environment, moment);
  // Killing the browser would bring back what was just deleted.
  if (fault.losesUnwritten) await tab.closeBrowser();

  const injection = planInjection(environment, fault, moment);
  await fault.prepare?.(environment);
  await tab.open();
  const outcome = await pursue(tab, goal, async (isStuck) => isStuck && injection.lift(), limitMs);
  host.turn('well');
  await injection.lift();
  host.plan([]);
  const notices = await tab.closeOthers();
  const later = await saidWithinAutosave(tab.page(), fault);
  const messages = [...outcome.messages, ...notices, ...later].filter(
    (text) => !uninterrupted.messages.includes(text) && !usualLine.test(text),
  );
  return { ...outcome, fault, moment, isInjected: injection.isDone(), messages };
}

/** What was cleared is noticed within one autosave, which may be after the user has reached the goal. */
async function saidWithinAutosave(page: Page, { clearsStorage, saidAs }: Fault): Promise<string[]> {
  if (!clearsStorage || !saidAs) return [];
  const sentence = page.getByText(saidAs).first();
  return sentence.textContent({ timeout: 20_000 }).then(
    (text) => [text ?? ''],
    () => [],
  );
}

interface Injection {
  isDone(): boolean;
  /** Ends the fault if it is active and can be ended; returns whether it did. */
  lift(): Promise<boolean>;
}

/** Injects the fault when the moment comes or, if the moment has an approach, the first time after it. */
function planInjection(environment: Environment, fault: Fault, moment: Moment): Injection {
  const { tab, host } = environment;
  const { approach } = moment;
  const watch = { ...moment.place(fault), name: moment.name };
  // A thread gets its watches when it starts, so the page needs this one before the approach.
  const watches = approach ? [{ ...approach.place, name: 'approach' }, watch] : [watch];
  let [isNear, isDone, isLifted] = [approach === undefined, false, false];
  host.plan(watches, async (name) => {
    if (name === 'approach' && !isNear) {
      isNear = true;
      await approach?.act(tab.page());
    } else if (name === moment.name && isNear && !isDone) {
      isDone = true;
      return { order: await inject(environment, fault), watches: [] };
    }
    return { order: 'nothing', watches: isDone ? [] : isNear ? [watch] : watches };
  });
  return {
    isDone: () => isDone,
    async lift() {
      if (!isDone || isLifted || !fault.lift) return false;
      isLifted = true;
      await fault.lift(environment);
      return true;
    },
  };
}

async function prepare({ tab, host }: Environment, { part }: Moment): Promise<void> {
  host.turn('well');
  host.plan([]);
  if (!tab.isThere()) await tab.open();
  await openBlank(tab.page());
  await forgetRunsExcept(tab.page(), earlierSeed);
  if (part === 'data') await forgetBatch(tab.page(), missingBatch);
}
