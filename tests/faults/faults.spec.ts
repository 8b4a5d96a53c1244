import { expect } from '@playwright/test';
import { convolutions } from '../browser/harness/resumption.ts';
import { fewUnits, type Goal } from './actions.ts';
import { fillCell } from './cell.ts';
import { type Fault, faults, versionFaults } from './faults.ts';
import { test, trainEarlierRun } from './fixtures.ts';
import { endure, nameOf, plannedFaults } from './manyFaults.ts';
import { canMeet, type Moment, moments } from './moments.ts';
import { judge } from './verification.ts';

const onlyData: Goal = { backend: 'WASM', seed: 7, steps: 0, configure: fewUnits };
const onWasm: Goal = { backend: 'WASM', seed: 7, steps: 48, configure: fewUnits };
const onWebGl: Goal = { backend: 'WebGL', seed: 7, steps: 30, configure: fewUnits };
const longOnWasm: Goal = { backend: 'WASM', seed: 7, steps: 330, configure: fewUnits };
const convolutionsOnWasm: Goal = { ...longOnWasm, configure: convolutions };
const seed = Number(process.env.FAULTS_SEED ?? '1');

for (const fault of faults) row(fault);

test.describe('versions', () => {
  test.use({ hasVersions: true });
  for (const fault of versionFaults) row(fault);
});

/** A test for each moment that the fault can meet. */
function row(fault: Fault): void {
  for (const moment of moments.filter((one) => canMeet(fault, one))) {
    test(`${fault.name} at ${moment.name}`, async ({ environment, baselineOf }, { annotations }) => {
      const baseline = await baselineOf(goalFor(fault, moment));
      const cell = await fillCell(environment, baseline, fault, moment);
      const did = cell.actions.join(', ');
      const said = cell.messages.join('\n');
      annotations.push({ type: 'the person', description: did }, { type: 'the page', description: said });
      const judgement = await judge(environment, baseline, cell);
      if (fault.clearsStorage) await trainEarlierRun(environment);
      expect(judgement, `the person: ${did}\nthe page:\n${said}`).toEqual({
        verdict: 'survived',
        reasons: [],
      });
    });
  }
}

for (const [what, goal] of [
  ['one run', longOnWasm],
  ['one run of a convolutional network', convolutionsOnWasm],
] as const) {
  test(`ten faults in ${what}, seed ${seed}`, async ({ environment, baselineOf }, { annotations }) => {
    test.setTimeout(15 * 60_000);
    const baseline = await baselineOf(goal);
    const planned = plannedFaults(seed, 10, goal.steps);
    const { outcome, injected } = await endure(environment, baseline, planned);
    const did = outcome.actions.join(', ');
    annotations.push({ type: 'faults', description: injected.join(', ') });
    annotations.push({ type: 'the person', description: did });
    expect(injected, `the person: ${did}`).toEqual(planned.map(nameOf));
    expect(outcome.sha256, `the person: ${did}`).toBe(baseline.uninterrupted.sha256);
  });
}

function goalFor({ hits }: Fault, { part }: Moment): Goal {
  if (part === 'data') return onlyData;
  return hits === 'GPU' ? onWebGl : onWasm;
}
