import { expect } from '@playwright/test';
import { convolutions } from '../browser/harness/resumption.ts';
import { fewUnits, type Goal } from './actions.ts';
import { faults } from './faults.ts';
import { test } from './fixtures.ts';
import { endure, nameOf, plannedFaults } from './manyFaults.ts';
import { row } from './row.ts';

const longOnWasm: Goal = { backend: 'WASM', seed: 7, steps: 330, configure: fewUnits };
const convolutionsOnWasm: Goal = { ...longOnWasm, configure: convolutions };
const seed = Number(process.env.FAULTS_SEED ?? '1');

for (const fault of faults) row(fault);

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
