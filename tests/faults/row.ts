import { expect } from '@playwright/test';
import { fewUnits, type Goal } from './actions.ts';
import { fillCell } from './cell.ts';
import type { Fault } from './faults.ts';
import { test, trainEarlierRun } from './fixtures.ts';
import { canMeet, type Moment, moments } from './moments.ts';
import { judge } from './verification.ts';

const onlyData: Goal = { backend: 'WASM', seed: 7, steps: 0, configure: fewUnits };
const onWasm: Goal = { backend: 'WASM', seed: 7, steps: 48, configure: fewUnits };
const onWebGl: Goal = { backend: 'WebGL', seed: 7, steps: 30, configure: fewUnits };

/** Declares a test for each moment that the fault can meet. */
export function row(fault: Fault): void {
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

function goalFor({ hits }: Fault, { part }: Moment): Goal {
  if (part === 'data') return onlyData;
  return hits === 'GPU' ? onWebGl : onWasm;
}
