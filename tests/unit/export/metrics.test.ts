import { describe, expect, it } from 'vitest';
import { metricsCsv, metricsFile, metricsJson } from '../../../src/export/metrics.ts';
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

function runNamed(name: string) {
  return {
    summary: { id: '2026-11-25_10-00-00', name, hyperparameters: articleHyperparameters, testAccuracy: 0.3 },
    history,
  };
}

describe('metrics as CSV', () => {
  it('have a row for each step at which anything was measured, in full precision', () => {
    expect(metricsCsv([runNamed('first')]).split('\r\n')).toEqual([
      'run,name,step,loss,cross_entropy,l2_penalty,train_accuracy,validation_accuracy,test_accuracy,changes',
      '2026-11-25_10-00-00,first,0,90.5,85.25,5.25,0.1,,,',
      '2026-11-25_10-00-00,first,10,2.5,0.3333333333333333,0.25,0.2,,,learning_rate: 0.01 to 0.001; max_steps: 10 to 20',
      '2026-11-25_10-00-00,first,20,,,,,0.25,0.3,',
      '',
    ]);
  });

  it('name the run in every row, whatever its name holds', () => {
    const [, row] = metricsCsv([runNamed('a "wide", one')]).split('\r\n');
    expect(row).toMatch(/^2026-11-25_10-00-00,"a ""wide"", one",0,/);
    expect(metricsCsv([runNamed('=1+1')])).toContain(",'=1+1,0,");
  });

  it('of several runs are one table', () => {
    const lines = metricsCsv([runNamed('one'), runNamed('two')])
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(1 + 2 * 3);
  });
});

describe('metrics as JSON', () => {
  it('have the configuration and every measurement', () => {
    const run = runNamed('one');
    const { runs } = JSON.parse(metricsJson([run]));
    expect(runs).toEqual([{ ...run.summary, history }]);
  });

  it('are a file that is named after its run', () => {
    const { name, mediaType } = metricsFile([runNamed('one')], 'json');
    expect(name).toBe('cifar-10-metrics-2026-11-25_10-00-00.json');
    expect(mediaType).toBe('application/json');
    expect(metricsFile([runNamed('one'), runNamed('two')], 'csv').name).toBe('cifar-10-metrics-2-runs.csv');
  });
});
