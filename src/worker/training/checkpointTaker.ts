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

/** Takes the checkpoints of the present run, and knows the last one. */
export class CheckpointTaker {
  readonly #environment: TakerEnvironment;
  #last: Pick<CheckpointSummary, 'id' | 'runId' | 'step' | 'reason'> | null = null;
  /** The id of the last one, where it was taken after a single step. */
  #ofSingleStep: string | null = null;

  constructor(environment: TakerEnvironment) {
    this.#environment = environment;
  }

  /** @param last the checkpoint that the present run was restored from; null for a run that has none yet */
  startFrom(last: CheckpointSummary | null): void {
    this.#last = last;
  }

  /** @param id of the checkpoint that this one takes the place of; null for a new one */
  async take(run: TrainingRun, reason: CheckpointReason, id: string | null = null): Promise<void> {
    const taken = await this.checkpoint(run, reason);
    const checkpoint = packCheckpoint(id === null ? taken : { ...taken, summary: { ...taken.summary, id } });
    const { summary, bytes } = checkpoint;
    const isUpdate = this.#last?.id === summary.id && this.#last.step === summary.step;
    this.#last = { id: summary.id, runId: summary.runId, step: summary.step, reason };
    this.#environment.emit({ kind: 'checkpointTaken', checkpoint, isUpdate }, [bytes.buffer]);
  }

  /**
   * A run that comes to rest there once more, because its GPU was lost just after the first time, has one checkpoint of it; so has
   * one that is trained step by step, of the last of these steps.
   *
   * @param isSingleStep whether the run was to train for one step
   */
  async takeAtRest(run: TrainingRun, reason: CheckpointReason, isSingleStep: boolean): Promise<void> {
    const last = this.#last;
    const isSame = last?.runId === run.id && last.step === run.step && last.reason === reason;
    const isNextStep = isSingleStep && last?.runId === run.id && last.id === this.#ofSingleStep;
    await this.take(run, reason, isSame || isNextStep ? last.id : null);
    this.#ofSingleStep = isSingleStep ? (this.#last?.id ?? null) : null;
  }

  /** The checkpoint of this very step, if there is one, is taken again with what is known now. */
  async retake(run: TrainingRun): Promise<void> {
    if (this.#last?.step === run.step) await this.take(run, this.#last.reason, this.#last.id);
  }

  /** The present run as a checkpoint that nobody is told of. */
  async checkpoint(run: TrainingRun, reason: CheckpointReason): Promise<Checkpoint> {
    const { backend, pictures } = await this.#environment.prepare(run.hyperparameters);
    const circumstances = { reason, nextLoss: await nextLoss(run, pictures), backend: backend.info.name };
    return checkpointOf(run, circumstances);
  }
}
