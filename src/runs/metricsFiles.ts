import { parameterKeys } from '../configuration/hyperparameters.ts';
import { parameterName, usedParameters } from '../configuration/parameters.ts';
import type { ExportedFile } from '../export/exportedFile.ts';
import { evaluationText } from '../export/measuredQuantities.ts';
import { metricsColumns, metricsCsv, metricsDescription, metricsRows } from '../export/metrics.ts';
import { runLabel } from './runLabel.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

export type MetricsFormat = 'csv' | 'json';

/**
 * All measurements of these runs: as one JSON file, or as a table and a file that explains its columns and has the runs'
 * configurations.
 */
export function metricsFiles(records: readonly RunRecord[], format: MetricsFormat): readonly ExportedFile[] {
  const [only] = records;
  const subject = records.length === 1 && only ? only.summary.id : `${records.length}-runs`;
  const name = `cifar-10-metrics-${subject.replaceAll(/[^\w-]/g, '-')}.${format}`;
  const runs = records.map((record) => ({ ...record, label: runLabel(record.summary) }));
  return format === 'json'
    ? [textFile(name, 'application/json', metricsJson(records))]
    : [
        textFile(name, 'text/csv', metricsCsv(runs)),
        textFile(
          `${name}-metadata.json`,
          'application/csvm+json',
          metricsDescription(
            name,
            records,
            records.map(({ summary }) => configurationOf(summary)),
          ),
        ),
      ];
}

/** Every run with its configuration, and a row for each step as in the table; what was not measured is absent from a row. */
function metricsJson(records: readonly RunRecord[]): string {
  const columns = metricsColumns(records)
    .filter(({ name }) => name !== 'run')
    .map(({ name, description }) => [name, description]);
  return JSON.stringify(
    {
      about: 'A row has what was measured at its step; null stands for a number that is infinite or NaN.',
      quantities: Object.fromEntries(columns),
      runs: records.map((record) => ({
        ...configurationOf(record.summary),
        rows: metricsRows(record),
      })),
    },
    null,
    2,
  );
}

/** What is known of a run besides its measurements, under the names of files. */
function configurationOf(summary: RunSummary) {
  const { hyperparameters, parent } = summary;
  const used = usedParameters(parameterKeys, hyperparameters);
  return {
    run: runLabel(summary),
    id: summary.id,
    name: summary.name,
    notes: summary.notes,
    started_at: summary.startedAt,
    network: summary.network,
    hyperparameters: Object.fromEntries(used.map((key) => [parameterName(key), hyperparameters[key]])),
    evaluation: evaluationText(hyperparameters),
    backend: summary.backend,
    steps: summary.step,
    epochs: summary.epochs,
    seconds: summary.elapsedSeconds,
    test_evaluations: summary.testEvaluations,
    forked_from: parent && { run: parent.runId, step: parent.step },
    ended_by: summary.brokenBy,
  };
}

function textFile(name: string, mediaType: string, text: string): ExportedFile {
  return { name, mediaType, bytes: new TextEncoder().encode(text) };
}
