import { type Environment, type Fault, faults, inject } from './faults.ts';
import { type Baseline, earlierSeed } from './fixtures.ts';
import type { Watch } from './instrument.ts';
import { type Outcome, pursue } from './person.ts';
import { forgetRunsExcept, openBlank } from './storedState.ts';

interface PlannedFault {
  readonly fault: Fault;
  readonly step: number;
}

/** A fault that can be lifted is lifted after this time, whether or not the run continues during it. */
const liftAfterMs = 1_500;
const limitMs = 10 * 60_000;

/**
 * One run with many faults on its way.
 *
 * @param planned in the order of their steps
 * @returns the outcome, and which faults were injected
 */
export async function endure(
  environment: Environment,
  { goal }: Baseline,
  planned: readonly PlannedFault[],
): Promise<{ outcome: Outcome; injected: readonly string[] }> {
  const { tab, host } = environment;
  await openBlank(tab.page());
  await forgetRunsExcept(tab.page(), earlierSeed);

  const injected: string[] = [];
  const present: { readonly fault: Fault; readonly since: number }[] = [];
  const watches = () => planned.slice(injected.length, injected.length + 1).map(watchFor);
  host.plan(watches(), async (name) => {
    const next = planned[injected.length];
    if (!next || name !== nameOf(next)) return { order: 'nothing', watches: watches() };
    injected.push(name);
    present.push({ fault: next.fault, since: Date.now() });
    return { order: await inject(environment, next.fault), watches: watches() };
  });
  await tab.open();
  const liftInTime = async () => {
    const [oldest] = present;
    if (!oldest || Date.now() - oldest.since < liftAfterMs) return false;
    present.shift();
    await oldest.fault.lift?.(environment);
    return true;
  };
  return { outcome: await pursue(tab, goal, liftInTime, limitMs), injected };
}

/**
 * Faults that are drawn, one in each part of the run.
 *
 * @param seed the same seed gives the same faults at the same steps
 */
export function plannedFaults(seed: number, count: number, steps: number): PlannedFault[] {
  const kinds = faults.filter(
    ({ hits, clearsStorage }) => hits !== 'GPU' && hits !== 'place' && !clearsStorage,
  );
  // Park and Miller's generator.
  let state = (seed % 2_147_483_646) + 1;
  const draw = (end: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % end;
  };
  const part = Math.floor(steps / (count + 1));
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const fault = kinds[draw(kinds.length)];
    return fault ? [{ fault, step: part * index + 1 + draw(part) }] : [];
  });
}

export function nameOf({ fault, step }: PlannedFault): string {
  return `${fault.name} at step ${step}`;
}

function watchFor(planned: PlannedFault): Watch {
  return {
    name: nameOf(planned),
    script: 'trainer.worker',
    call: 'post',
    what: 'stepsCompleted',
    fromStep: planned.step,
  };
}
