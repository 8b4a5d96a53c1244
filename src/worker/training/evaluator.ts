import type { Interruption } from '../../backend/interruption.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { accuracyOn, allOf } from '../../training/accuracy.ts';
import { recordTestEvaluation } from '../../training/testEvaluations.ts';
import { evaluatedNetwork, type TrainingRun } from '../../training/trainingRun.ts';
import type { CheckpointTaker } from './checkpointTaker.ts';
import type { Prepared } from './preparation.ts';
import type { TrainingEvent } from './protocol.ts';

interface EvaluatorEnvironment {
  readonly prepare: (hyperparameters: Hyperparameters) => Promise<Prepared>;
  readonly checkpoints: CheckpointTaker;
  readonly interruption: Interruption;
  readonly emit: (event: TrainingEvent) => void;
}

/** Evaluates runs on the test images, and counts the evaluations. */
export class Evaluator {
  readonly #environment: EvaluatorEnvironment;

  constructor(environment: EvaluatorEnvironment) {
    this.#environment = environment;
  }

  /** @throws Interrupted where nothing was evaluated */
  async evaluate(run: TrainingRun): Promise<void> {
    const { prepare, emit, interruption } = this.#environment;
    const { pictures } = await prepare(run.hyperparameters);
    emit({ kind: 'evaluationStarted' });
    const network = evaluatedNetwork(run, pictures);
    const accuracy = await accuracyOn(allOf(pictures.testSet), network, interruption);
    await this.note(run, { step: run.step, accuracy });
  }

  /** Records a test accuracy, however it was revealed, and counts the evaluation. */
  async note(run: TrainingRun, point: AccuracyPoint): Promise<void> {
    const { checkpoints, emit, interruption } = this.#environment;
    recordTestEvaluation(run, point);
    const { id: runId, testEvaluations } = run;
    emit({ kind: 'testSetEvaluated', runId, point, testEvaluations });
    if (point.step === run.step) await checkpoints.retake(run, interruption);
  }
}
