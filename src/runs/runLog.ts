import type { ParameterKey } from '../configuration/hyperparameters.ts';
import { parameterLabel, parameterName, usedParameters } from '../configuration/parameters.ts';
import { changeText, evaluationText, measuredSeries } from '../export/measuredQuantities.ts';
import type { RunLog, SeriesPoint, TrainingSession } from '../export/tensorboard/eventFile.ts';
import { encodeGraphDef, graphNodes } from '../export/tensorboard/graphDef.ts';
import { zipLogDirectories } from '../export/tensorboard/logDirectories.ts';
import type { RunHistory } from '../history/history.ts';
import { timeline } from '../history/timeline.ts';
import { networkNamed } from '../network/networks.ts';
import {
  type LayerHistograms,
  type LayerQuantity,
  type LayerScalarQuantity,
  layerHistograms,
  layerScalars,
} from './layerSeries.ts';
import { runLabel } from './runLabel.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/** Event files of several runs, each in a log directory with the run's label, for `tensorboard --logdir`. */
export function zipRunLogs(records: readonly RunRecord[]): Uint8Array<ArrayBuffer> {
  return zipLogDirectories(
    records.map((record) => ({ name: runLabel(record.summary), log: runLog(record) })),
  );
}

/**
 * A run for TensorBoard: everything measured (`loss/total`, `accuracy/validation`, `learning_rate`), histograms of the logits and
 * of the layers (`hidden/weights`), `hidden/dead_units`, `hidden/update_ratio`, the changes during the run, its hyperparameters,
 * and the graph. Wall times leave out pauses.
 */
export function runLog({ summary, history, logits, layers, times }: RunRecord): RunLog {
  const { hyperparameters, step: end, elapsedSeconds } = summary;
  const startedAt = Date.parse(summary.startedAt) / 1000;
  const secondsAt = timeline(times, { step: end, seconds: elapsedSeconds });
  const timed = <Value>({ step, value }: { step: number; value: Value }): SeriesPoint<Value> => ({
    step,
    wallTime: startedAt + secondsAt(step),
    value,
  });
  const evaluation = evaluationText(hyperparameters);
  const measured = measuredSeries(history, hyperparameters).map(({ name, description, points }) => ({
    tag: name,
    description: evaluated.includes(name) && evaluation ? `${description}. ${evaluation}` : description,
    points: points.map(timed),
  }));
  const network = networkNamed(summary.network);
  return {
    startedAt,
    scalars: [
      ...measured,
      ...layerScalars(layers).map(({ tag, quantity, points }) => ({
        tag,
        description: layerScalarTexts[quantity],
        points: points.map(timed),
      })),
    ],
    histograms: [
      {
        tag: 'logits',
        description: 'All logits of the next step’s training batch, before its update',
        points: logits.map(({ step, histogram }) => timed({ step, value: histogram })),
      },
      ...layerHistograms(layers).map((series) => ({
        tag: series.tag,
        description: histogramText(series),
        points: series.points.map(({ step, histogram }) => timed({ step, value: histogram })),
      })),
    ],
    texts: [
      { ...hyperparameterText, points: [timed({ step: 0, value: hyperparameterTable(summary) })] },
      { ...changesText, points: changeLines(history).map(timed) },
    ],
    graph: network ? encodeGraphDef(graphNodes(network.layers(hyperparameters), hyperparameters)) : null,
    session: {
      hyperparameters: sessionHyperparameters(summary),
      endedAt: startedAt + elapsedSeconds,
      status: statusOf(summary),
    },
  };
}

const evaluated: readonly string[] = ['accuracy/validation', 'accuracy/test'];

const hyperparameterText = { tag: 'hyperparameters', description: 'As they are at the end' };
const changesText = {
  tag: 'changes',
  description: 'Hyperparameters that were changed, from the next step on',
};

function changeLines({ changes }: RunHistory): { step: number; value: string }[] {
  return changes.map((change) => ({ step: change.step, value: changeText(change) }));
}

const layerHistogramTexts: Readonly<Record<LayerQuantity, string>> = {
  weights: 'The layer’s weights before the next step’s update',
  activations: 'The layer’s outputs after its activation, for the next step’s training batch',
  gradients:
    'The gradient of the loss with respect to the layer’s weights, for the next step’s training batch',
};

const layerScalarTexts: Readonly<Record<LayerScalarQuantity, string>> = {
  dead_units:
    'The share of units or filters whose outputs are 0 for every image of the next step’s training batch',
  update_ratio: '‖change of the layer’s weights‖ / ‖weights‖, at the next step’s update',
};

function histogramText({ quantity, sample }: LayerHistograms): string {
  const text = layerHistogramTexts[quantity];
  return sample ? `${text}: a sample of ${sample.counted} of ${sample.total} values` : text;
}

function usedKeys({ network, hyperparameters }: RunSummary): readonly ParameterKey[] {
  return usedParameters(networkNamed(network)?.parameters ?? [], hyperparameters);
}

function hyperparameterTable(summary: RunSummary): string {
  const { network, backend, hyperparameters } = summary;
  const rows = usedKeys(summary).map((key) => `| ${parameterLabel(key)} | ${hyperparameters[key]} |`);
  return ['| | |', '| --- | --- |', `| Network | ${network} |`, `| Backend | ${backend} |`, ...rows].join(
    '\n',
  );
}

/** Of the network in the HParams tab, too. */
function sessionHyperparameters(summary: RunSummary): Readonly<Record<string, string | number>> {
  const { network, hyperparameters } = summary;
  const entries = usedKeys(summary).map((key) => [parameterName(key), hyperparameters[key] ?? '']);
  return { network, ...Object.fromEntries(entries) };
}

function statusOf({ brokenBy, step, hyperparameters }: RunSummary): TrainingSession['status'] {
  if (brokenBy !== null) return 'failure';
  return step >= hyperparameters.maxSteps ? 'success' : 'unknown';
}
