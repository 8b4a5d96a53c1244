import { describe, expect, it } from 'vitest';
import { metricsFiles } from '../../../src/runs/metricsFiles.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { recordOfRun } from '../../fixtures/runRecords.ts';

const id = '2026-11-24_14-05-09';

function recordWith(views: 'one' | 'mirrored'): RunRecord {
  const record = recordOfRun(id, 200);
  return {
    ...record,
    summary: { ...record.summary, hyperparameters: { ...record.summary.hyperparameters, views } },
    history: {
      training: [{ step: 0, loss: Number.NaN, crossEntropy: Number.NaN, l2Penalty: 0.25, accuracy: 0.1 }],
      validation: [],
      test: [{ step: 200, accuracy: 0.3 }],
      changes: [],
    },
  };
}

function parsed(file: { bytes: Uint8Array } | undefined) {
  return JSON.parse(new TextDecoder().decode(file?.bytes));
}

describe('the metrics of runs as JSON', () => {
  it('are one file with configurations, rows and what each name in a row means', () => {
    const files = metricsFiles([recordWith('one')], 'json');
    expect(files.map(({ name }) => name)).toEqual([`cifar-10-metrics-${id}.json`]);
    const { quantities, runs } = parsed(files[0]);
    expect(runs).toHaveLength(1);
    const [{ rows, hyperparameters, ...run }] = runs;
    expect(hyperparameters).toMatchObject({ hidden_units: 120, learning_rate: 0.001 });
    expect(run).toMatchObject({
      id,
      run: `two-layer_article-part-2_seed=1_${id}`,
      evaluation: null,
      steps: 200,
    });
    expect(rows).toEqual([
      {
        ...{ step: 0, seconds: 0, learning_rate: 0.001, 'accuracy/train': 0.1 },
        ...{ 'loss/total': null, 'loss/cross_entropy': null, 'loss/l2_penalty': 0.25 },
      },
      { step: 200, seconds: 1, 'accuracy/test': 0.3 },
    ]);
    for (const name of rows.flatMap(Object.keys)) expect(quantities).toHaveProperty([name]);
    expect(quantities['loss/total']).toContain('before its update');
    expect(quantities['accuracy/test']).toContain('after the update');
  });

  it('say that an accuracy is over two views', () => {
    const [{ evaluation }] = parsed(metricsFiles([recordWith('mirrored')], 'json')[0]).runs;
    expect(evaluation).toBe('Evaluation uses the mean of the logits of an image and of its mirror image');
  });
});

describe('the metrics of runs as CSV', () => {
  it.each([1, 2])('of %i come with a description of each column and the configurations', (count) => {
    const runs = Array.from({ length: count }, () => recordWith('one'));
    const [table, description] = metricsFiles(runs, 'csv');
    const subject = count === 1 ? id : '2-runs';
    expect(table?.name).toBe(`cifar-10-metrics-${subject}.csv`);
    expect(description?.name).toBe(`cifar-10-metrics-${subject}.csv-metadata.json`);
    const [header] = new TextDecoder().decode(table?.bytes).split('\r\n');
    const { url, tableSchema, notes } = parsed(description);
    expect(url).toBe(table?.name);
    const columns: { titles: string; 'dc:description': string }[] = tableSchema.columns;
    expect(columns.map(({ titles }) => titles).join()).toBe(header);
    for (const column of columns) expect(column['dc:description']).not.toBe('');
    expect(notes).toHaveLength(count);
    expect(notes[0].hyperparameters.seed).toBe(1);
  });
});
