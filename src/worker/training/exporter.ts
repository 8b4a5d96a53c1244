import { Interrupted, type Interruption } from '../../backend/interruption.ts';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { ExportedFile, ExportKind } from '../../export/exportedFile.ts';
import { proof } from '../../export/proof.ts';
import { pytorchProgram } from '../../export/pytorchProgram.ts';
import { weightsFormats } from '../../export/weightsFormats.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { accuracyOf, confusionMatrixOf } from '../../inspection/confusionMatrix.ts';
import { predictionsOn } from '../../inspection/predictions.ts';
import { allOf } from '../../training/accuracy.ts';
import { testAccuracyAt } from '../../training/testEvaluations.ts';
import { evaluatedNetwork, type TrainingRun } from '../../training/trainingRun.ts';
import type { CheckpointTaker } from './checkpointTaker.ts';
import type { PreparePictures } from './inspection/inspectedNetwork.ts';
import type { TrainingEvent } from './protocol.ts';

interface ExporterEnvironment {
  readonly prepare: PreparePictures;
  readonly checkpoints: CheckpointTaker;
  readonly interruption: Interruption;
  readonly emit: (event: TrainingEvent) => void;
  readonly noteTestAccuracy: (run: TrainingRun, point: AccuracyPoint) => Promise<void>;
}

/** Makes the exported files of the current run. */
export class Exporter {
  readonly #environment: ExporterEnvironment;

  constructor(environment: ExporterEnvironment) {
    this.#environment = environment;
  }

  /** @throws Interrupted */
  async export(run: TrainingRun, what: ExportKind): Promise<void> {
    const { prepare, emit } = this.#environment;
    if (what === 'proof') return this.#exportProof(run);
    const { recipe } = await prepare(run.hyperparameters);
    const checkpoint = await this.#checkpoint(run);
    const files: readonly ExportedFile[] =
      what === 'program'
        ? pytorchProgram(checkpoint, recipe)
        : (weightsFormats.find(({ id }) => id === what)?.files(checkpoint, recipe) ?? []);
    emit({ kind: 'filesExported', files });
  }

  /**
   * A proof reveals the test accuracy, so it counts as an evaluation, once per step. Another backend may find another accuracy at
   * the same step, by a picture or two; what the proof states is then what its own predictions give.
   */
  async #exportProof(run: TrainingRun): Promise<void> {
    const { prepare, emit, interruption, noteTestAccuracy } = this.#environment;
    const { recipe, testSet, scaling } = await prepare(run.hyperparameters);
    const { step } = run;
    const network = evaluatedNetwork(run, { scaling });
    const predictions = await predictionsOn(allOf(testSet), network, interruption);
    const accuracy = accuracyOf(confusionMatrixOf(predictions));
    if (testAccuracyAt(run, step) !== accuracy) await noteTestAccuracy(run, { step, accuracy });
    const checkpoint = await this.#checkpoint(run);
    emit({ kind: 'filesExported', files: [await proof(checkpoint, recipe, predictions)] });
  }
  /** Files need the next loss: without it, weights that are opened have lost their place. */
  async #checkpoint(run: TrainingRun): Promise<Checkpoint> {
    const { checkpoints, interruption } = this.#environment;
    const checkpoint = await checkpoints.checkpoint(run, 'requested', interruption);
    if (checkpoint.summary.nextLoss === null) throw new Interrupted();
    return checkpoint;
  }
}
