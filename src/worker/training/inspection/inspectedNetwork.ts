import type { Checkpoint } from '../../../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../../../checkpoint/codec.ts';
import type { Hyperparameters } from '../../../configuration/hyperparameters.ts';
import type { PreparedPictures } from '../../../input/inputScaling.ts';
import { type Model, modelOf } from '../../../model/model.ts';
import type { Tensors } from '../../../model/operation.ts';
import { disposeParameters, parametersFromWeights } from '../../../model/parameters.ts';
import { evaluatedSuffix } from '../../../network/arrays.ts';
import type { TrainingRun } from '../../../training/trainingRun.ts';
import { evaluatedParameters } from '../../../training/trainStep.ts';
import { withNetworkOf } from '../networkOfCheckpoint.ts';
import type { InspectedWeights, InspectionSubject } from './inspectionProtocol.ts';

/** A network, and the pictures prepared as in its training. Read-only. */
export interface InspectedNetwork {
  readonly weights: InspectedWeights;
  readonly model: Model;
  readonly hyperparameters: Hyperparameters;
  readonly parameters: Tensors;
  readonly pictures: PreparedPictures;
}

/** Opens the pictures for a run with these hyperparameters, and starts the backend first. */
export type PreparePictures = (hyperparameters: Hyperparameters) => Promise<PreparedPictures>;

/**
 * Calls `work` with the inspected network, and afterwards disposes of the tensors created for it.
 *
 * @param run the current run; null where there is none
 * @throws Failure `checkpoint-damaged`, `checkpoint-too-new`, `out-of-memory`, and what `prepare` throws
 */
export async function withInspectedNetwork<Result>(
  subject: InspectionSubject,
  run: TrainingRun | null,
  prepare: PreparePictures,
  work: (network: InspectedNetwork) => Promise<Result>,
): Promise<Result> {
  if (subject.kind === 'checkpoint') {
    const checkpoint = decodeCheckpoint(subject.bytes, subject.id);
    return withCheckpoint(checkpoint, subject.id, await prepare(checkpoint.summary.hyperparameters), work);
  }
  if (!run) throw new RangeError('there is no run yet');
  const { id: runId, step, model, hyperparameters, state } = run;
  const pictures = await prepare(hyperparameters);
  return work({
    weights: { runId, step },
    model,
    hyperparameters,
    parameters: evaluatedParameters(state),
    pictures,
  });
}

async function withCheckpoint<Result>(
  { summary, weights }: Checkpoint,
  id: string,
  pictures: PreparedPictures,
  work: (network: InspectedNetwork) => Promise<Result>,
): Promise<Result> {
  const { runId, step, hyperparameters } = summary;
  const evaluated = evaluatedSuffix(hyperparameters);
  const { model, parameters } = withNetworkOf(summary, id, (network) => {
    const model = modelOf(network.layers(hyperparameters));
    return { model, parameters: parametersFromWeights(model, weights, evaluated) };
  });
  try {
    return await work({ weights: { runId, step }, model, hyperparameters, parameters, pictures });
  } finally {
    disposeParameters(parameters);
  }
}
