import { describe, expect, it } from 'vitest';
import { metricsCsv } from '../../../src/export/metrics.ts';
import type { RunHistory } from '../../../src/history/history.ts';
import { articleHyperparameters } from '../../fixtures/articleHyperparameters.ts';

const history: RunHistory = {
  training: [
    { step: 0, loss: 90.5, crossEntropy: 85.25, l2Penalty: 5.25, accuracy: 0.1 },
    { step: 10, loss: 2.5, crossEntropy: 1 / 3, l2Penalty: 0.25, accuracy: 0.2 },
  ],
  validation: [{ step: 20, accuracy: 0.25 }],
  test: [{ step: 20, accuracy: 0.3 }],
  changes: [
    { step: 10, key: 'learningRate', from: 0.01, to: 0.001 },
    { step: 10, key: 'maxSteps', from: 10, to: 20 },
  ],
};

function runNamed(label: string) {
  const hyperparameters = { ...articleHyperparameters, learningRate: 0.001, maxSteps: 20 };
  const times = [
    { step: 10, seconds: 1 },
    { step: 20, seconds: 3 },
  ];
  return { label, summary: { hyperparameters, step: 20, elapsedSeconds: 3 }, history, times };
}

describe('metrics as CSV', () => {
  it('have a row for each step at which anything was measured, in full precision', () => {
    expect(metricsCsv([runNamed('first')]).split('\r\n')).toEqual([
      'step,seconds,learning_rate,loss/total,loss/cross_entropy,loss/l2_penalty,accuracy/train,accuracy/validation,accuracy/test,changes',
      '0,0,0.01,90.5,85.25,5.25,0.1,,,',
      '10,1,0.001,2.5,0.3333333333333333,0.25,0.2,,,learning_rate: 0.01 to 0.001; max_steps: 10 to 20',
      '20,3,,,,,,0.25,0.3,',
      '',
    ]);
  });

  it('write numbers that are not finite as their metadata promise', () => {
    const losses = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    const training = losses.map((loss, step) => ({ step, loss, crossEntropy: 1, l2Penalty: 0, accuracy: 0 }));
    const csv = metricsCsv([{ ...runNamed('first'), history: { ...history, training, changes: [] } }]);
    const cells = csv.split('\r\n').map((line) => line.split(',')[3]);
    expect(cells.slice(1, 4)).toEqual(['INF', '-INF', 'NaN']);
  });

  it('have no column of times where these are not known', () => {
    const [, row] = metricsCsv([{ ...runNamed('first'), times: [] }]).split('\r\n');
    expect(row).toBe('0,0.01,90.5,85.25,5.25,0.1,,,');
  });

  it('of several runs are one table that names the run, whatever its name holds', () => {
    const runs = ['a "wide", one', '=1+1'].map(runNamed);
    const lines = metricsCsv(runs).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 2 * 3);
    expect(lines[0]).toMatch(/^run,step,seconds,/);
    expect(lines[1]).toMatch(/^"a ""wide"", one",0,0,/);
    expect(lines[4]).toMatch(/^'=1\+1,0,0,/);
  });
});
