import type { Interruption } from '../../../backend/interruption.ts';
import type { AccuracyPoint } from '../../../history/history.ts';
import { StartingWeights } from '../../../inspection/startingWeights.ts';
import { isEvaluatedAt } from '../../../training/testEvaluations.ts';
import type { TrainingRun } from '../../../training/trainingRun.ts';
import type { TrainingCommand, TrainingEvent } from '../protocol.ts';
import { answerTo, testAccuracyIn } from './answer.ts';
import { type PreparePictures, withInspectedNetwork } from './inspectedNetwork.ts';

interface InspectorEnvironment {
  readonly prepare: PreparePictures;
  readonly emit: (event: TrainingEvent) => void;
  readonly interruption: Interruption;
  readonly noteTestAccuracy: (run: TrainingRun, point: AccuracyPoint) => Promise<void>;
}

/** Answers questions about the current run and about checkpoints. It changes no parameter. */
export class Inspector {
  readonly #environment: InspectorEnvironment;
  readonly #starts = new StartingWeights();

  constructor(environment: InspectorEnvironment) {
    this.#environment = environment;
  }

  /**
   * An answer from the test images reveals the test accuracy, so it counts as an evaluation of the run, once per step.
   *
   * @param run the current run; null where there is none
   * @throws Interrupted
   */
  async inspect(
    { requestId, subject, question }: Extract<TrainingCommand, { kind: 'inspect' }>,
    run: TrainingRun | null,
  ): Promise<void> {
    const { prepare, emit, interruption, noteTestAccuracy } = this.#environment;
    const { weights, answer } = await withInspectedNetwork(subject, run, prepare, async (network) => ({
      weights: network.weights,
      answer: await answerTo(question, network, interruption, this.#starts),
    }));
    emit({ kind: 'inspected', requestId, weights, answer });
    const accuracy = testAccuracyIn(answer);
    if (accuracy === null || run?.id !== weights.runId || isEvaluatedAt(run, weights.step)) return;
    await noteTestAccuracy(run, { step: weights.step, accuracy });
  }
}
