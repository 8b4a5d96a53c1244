import type { Checkpoint, CheckpointReason, CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { packCheckpoint } from '../../checkpoint/packCheckpoint.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { nextLoss } from '../../training/nextLoss.ts';
import { checkpointOf, type TrainingRun } from '../../training/trainingRun.ts';
import type { Prepared } from './preparation.ts';
import type { TrainingEvent } from './protocol.ts';

interface TakerEnvironment {
  readonly prepare: (hyperparameters: Hyperparameters) => Promise<Prepared>;
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

/** Takes the checkpoints of the current run, and remembers the last one. */
export class CheckpointTaker {
  readonly #environment: TakerEnvironment;
  #last: Pick<CheckpointSummary, 'id' | 'runId' | 'step' | 'reason'> | null = null;
  /** The id of the last one if it was taken after a single step. */
  #ofSingleStep: string | null = null;

  constructor(environment: TakerEnvironment) {
    this.#environment = environment;
  }

  /** @param last the checkpoint that the current run was restored from; null for a run that has none yet */
  startFrom(last: CheckpointSummary | null): void {
    this.#last = last;
  }

  /** @param id the checkpoint to replace; null for a new one */
  async take(run: TrainingRun, reason: CheckpointReason, id: string | null = null): Promise<void> {
    const taken = await this.checkpoint(run, reason);
    const checkpoint = packCheckpoint(id === null ? taken : { ...taken, summary: { ...taken.summary, id } });
    const { summary, bytes } = checkpoint;
    const isUpdate = this.#last?.id === summary.id && this.#last.step === summary.step;
    this.#last = { id: summary.id, runId: summary.runId, step: summary.step, reason };
    this.#environment.emit({ kind: 'checkpointTaken', checkpoint, isUpdate }, [bytes.buffer]);
  }

  /**
   * Takes a checkpoint of a run that pauses or ends. A run that reaches the same step again after a lost GPU replaces its
   * checkpoint, and so does a run that is trained in single steps.
   *
   * @param isSingleStep whether the run trained for a single step
   */
  async takeAtRest(run: TrainingRun, reason: CheckpointReason, isSingleStep: boolean): Promise<void> {
    const last = this.#last;
    const isSame = last?.runId === run.id && last.step === run.step && last.reason === reason;
    const isNextStep = isSingleStep && last?.runId === run.id && last.id === this.#ofSingleStep;
    await this.take(run, reason, isSame || isNextStep ? last.id : null);
    this.#ofSingleStep = isSingleStep ? (this.#last?.id ?? null) : null;
  }

  /** Replaces the checkpoint of the current step, if there is one, with updated data. */
  async retake(run: TrainingRun): Promise<void> {
    if (this.#last?.step === run.step) await this.take(run, this.#last.reason, this.#last.id);
  }

  /** The current run as a checkpoint, without an event. */
  async checkpoint(run: TrainingRun, reason: CheckpointReason): Promise<Checkpoint> {
    const { backend, pictures } = await this.#environment.prepare(run.hyperparameters);
    const circumstances = { reason, nextLoss: await nextLoss(run, pictures), backend: backend.info.name };
    return checkpointOf(run, circumstances);
  }
}
