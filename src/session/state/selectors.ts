import type { CheckpointReason, CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import type { Hyperparameters, ParameterKey } from '../../configuration/hyperparameters.ts';
import {
  defaultHyperparameters,
  isChangeableKey,
  parametersWith,
} from '../../configuration/hyperparameters.ts';
import { differingParameters } from '../../configuration/parameters.ts';
import { articlePart1, type Preset, presets } from '../../configuration/presets.ts';
import { viewsText } from '../../configuration/viewsText.ts';
import { bestOf } from '../../history/history.ts';
import { networkNamed } from '../../network/networks.ts';
import { winnerOf } from '../../sweep/sweepState.ts';
import { hyperparametersOf } from './configurationFields.ts';
import { isTakenElsewhere } from './lockState.ts';
import { type Run, runOf, shownRun } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** What the fields spell for the chosen network; null while any of its fields is not a value. */
export function chosenHyperparameters({
  network,
  fields,
}: Pick<SessionState, 'network' | 'fields'>): Hyperparameters | null {
  return hyperparametersOf(fields, networkNamed(network)?.parameters ?? []);
}

/** What the fields say otherwise than the present run; none where either says nothing. */
export function differencesFromRun(state: SessionState): ParameterKey[] {
  const run = runOf(state.run);
  const wanted = chosenHyperparameters(state);
  if (!run || !wanted) return [];
  return differingParameters(networkNamed(state.network)?.parameters ?? [], run.hyperparameters, wanted);
}

/**
 * A preset with values that suit a network that is not the article's, where all fields but its sizes and the seed have the
 * article's values; null elsewhere.
 */
export function suggestedPreset(state: Pick<SessionState, 'network' | 'fields'>): Preset | null {
  const values = chosenHyperparameters(state);
  const preset = presets.find(({ network }) => network === state.network);
  // The article's networks take its inputs.
  if (!values || preset?.hyperparameters.inputScaling === undefined) return null;
  const keys = parametersWith([]).filter((key) => key !== 'seed');
  return differingParameters(keys, values, defaultHyperparameters).length === 0 ? preset : null;
}

/** What is said beside the run’s accuracies; see `viewsText`. */
export function viewsOfRun({ run }: Pick<SessionState, 'run'>): string {
  const hyperparameters = shownRun(run)?.hyperparameters;
  return hyperparameters ? viewsText(hyperparameters) : '';
}

/**
 * Whether Train is likelier to be meant than Resume: the fields spell a run that the present one cannot become by going on, or the
 * present one is a sweep’s trial, with which the sweep goes on.
 */
export function isMeantForNewRun(state: SessionState): boolean {
  if (state.runContext.startCommand?.evaluatesAtEnd === false) return true;
  const network = runOf(state.run)?.network ?? state.network;
  return network !== state.network || differencesFromRun(state).some((key) => !isChangeableKey(key));
}

/**
 * Whether resuming makes another run of it: because what shapes the training has changed, or because the run was restored at
 * a step that it has already passed. The record of the first run then stays as it is.
 */
export function forks(
  { checkpoints }: Pick<SessionState, 'checkpoints'>,
  { id, hyperparameters, progress }: Run,
  wanted: Hyperparameters,
): boolean {
  const isChanged =
    wanted.learningRate !== hyperparameters.learningRate ||
    wanted.regConstant !== hyperparameters.regConstant;
  const wentFurther = checkpoints.some(
    ({ summary }) => summary !== null && summary.runId === id && summary.step > progress.step,
  );
  return isChanged || wentFurther;
}

/** The steps of the checkpoints of a run, and of those of the run that it was forked from. */
export function checkpointSteps(
  { id, parent }: Pick<Run, 'id' | 'parent'>,
  checkpoints: SessionState['checkpoints'],
): number[] {
  return checkpoints
    .map(({ summary }) => summary)
    .filter((summary) => summary !== null)
    .filter(({ runId, step }) => runId === id || (runId === parent?.runId && step <= parent.step))
    .map(({ step }) => step);
}

/** The checkpoint that brings back most of a run; null where there is none, and where none can be restored now. */
export function restorableCheckpoint(
  { checkpoints, data, measurement, trainingLock }: SessionState,
  runId: string,
): CheckpointSummary | null {
  if (data.kind !== 'ready' || measurement.kind === 'measuring' || isTakenElsewhere(trainingLock))
    return null;
  const ofRun = checkpoints.map(({ summary }) => summary).filter((summary) => summary?.runId === runId);
  return ofRun.reduce(
    (last, summary) => (summary && summary.step > (last?.step ?? -1) ? summary : last),
    null,
  );
}

/** The last step from which the present run can be continued; null where it was never saved. */
export function lastSavedStep(state: SessionState): number | null {
  const { unfinished, checkpoints } = state;
  const run = runOf(state.run);
  if (!run) return null;
  const steps = checkpointSteps(run, checkpoints);
  if (unfinished?.runId === run.id) steps.push(unfinished.step);
  return steps.length === 0 ? null : Math.max(...steps);
}

/** The step by which the shown run had diverged: the first measured one whose loss is not a number. Null where it has not. */
export function divergedAt({ run: state, runs }: Pick<SessionState, 'run' | 'runs'>): number | null {
  if (state.kind === 'failed' && state.failure.code === 'diverged') return state.failure.details.step;
  if (state.kind !== 'opened') return null;
  const record = runs.find(({ id }) => id === state.run.id);
  return record?.brokenBy === 'divergence' ? record.step : null;
}

/**
 * Whether the article's result stands beside that of the page's network. It is of the two-layer network, and what larger ones have to
 * beat; of its softmax classifier, the article prints no curve.
 */
export function isBesideArticle({ run, network }: Pick<SessionState, 'run' | 'network'>): boolean {
  return (shownRun(run)?.network ?? network) !== articlePart1.network;
}

/** Reasons that follow from a button. */
const askedFor: readonly CheckpointReason[] = ['requested', 'paused', 'stopped'];

/**
 * Whether a checkpoint is worth its storage. Of a sweep's trials only those are that did better than all before: the others can be
 * trained again, and dozens of large networks would fill the disk.
 */
export function isWorthKeeping(
  { activeSweep, sweeps, history }: SessionState,
  reason: CheckpointReason,
): boolean {
  const sweep = sweeps.find(({ plan }) => plan.id === activeSweep);
  if (!sweep || askedFor.includes(reason)) return true;
  const accuracy = bestOf(history.validation)?.accuracy ?? -1;
  return reason !== 'scheduled' && accuracy > (winnerOf(sweep)?.validationAccuracy ?? -1);
}

/** Whether a run came to its end with this checkpoint: then it needs no autosave. */
export function isEnd(reason: CheckpointReason): boolean {
  return reason === 'finished' || reason === 'stopped';
}
