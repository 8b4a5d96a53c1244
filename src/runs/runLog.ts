import { parameterLabel, usedParameters } from '../configuration/parameters.ts';
import type { RunLog } from '../export/tensorboard/eventFile.ts';
import { encodeGraphDef, graphNodes } from '../export/tensorboard/graphDef.ts';
import { zipLogDirectories } from '../export/tensorboard/logDirectories.ts';
import { networkNamed } from '../network/networks.ts';
import { layerHistograms, layerScalars } from './layerSeries.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/** Event files of several runs, each in a dated log directory, for `tensorboard --logdir`. */
export function zipRunLogs(records: readonly RunRecord[]): Uint8Array<ArrayBuffer> {
  return zipLogDirectories(records.map((record) => ({ name: record.summary.id, log: runLog(record) })));
}

/**
 * A run for TensorBoard: the article's `loss`, `accuracy` and `logits`, the parts of the loss, the test accuracy, and the layers
 * (`hidden/weights`, `hidden/dead_units`). Points have no recorded times: their wall times are spread evenly over the run's
 * duration.
 */
export function runLog({ summary, history, logits, layers }: RunRecord): RunLog {
  const startedAt = Date.parse(summary.startedAt) / 1000;
  const secondsPerStep = summary.elapsedSeconds / Math.max(1, summary.step);
  const at = (step: number) => ({ step, wallTime: startedAt + step * secondsPerStep });
  const { training, test } = history;
  const network = networkNamed(summary.network);
  return {
    startedAt,
    scalars: [
      { tag: 'loss', points: training.map(({ step, loss }) => ({ ...at(step), value: loss })) },
      { tag: 'loss/cross_entropy', points: training.map((p) => ({ ...at(p.step), value: p.crossEntropy })) },
      { tag: 'loss/l2_penalty', points: training.map((p) => ({ ...at(p.step), value: p.l2Penalty })) },
      { tag: 'accuracy', points: training.map(({ step, accuracy }) => ({ ...at(step), value: accuracy })) },
      { tag: 'accuracy/test', points: test.map(({ step, accuracy }) => ({ ...at(step), value: accuracy })) },
      ...layerScalars(layers).map(({ tag, points }) => ({
        tag,
        points: points.map(({ step, value }) => ({ ...at(step), value })),
      })),
    ],
    histograms: [{ tag: 'logits', points: logits }, ...layerHistograms(layers)].map(({ tag, points }) => ({
      tag,
      points: points.map(({ step, histogram }) => ({ ...at(step), histogram })),
    })),
    texts: [{ tag: 'hyperparameters', markdown: hyperparameterTable(summary) }],
    graph: network
      ? encodeGraphDef(graphNodes(network.layers(summary.hyperparameters), summary.hyperparameters.optimizer))
      : null,
  };
}

function hyperparameterTable({ network, backend, hyperparameters }: RunSummary): string {
  const keys = networkNamed(network)?.parameters ?? [];
  const rows = usedParameters(keys, hyperparameters).map(
    (key) => `| ${parameterLabel(key)} | ${hyperparameters[key]} |`,
  );
  return ['| | |', '| --- | --- |', `| Network | ${network} |`, `| Backend | ${backend} |`, ...rows].join(
    '\n',
  );
}
