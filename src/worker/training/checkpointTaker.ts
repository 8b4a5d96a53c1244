import { Interrupted, type Interruption, uninterrupted } from '../../backend/interruption.ts';
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

  /**
   * @param interruption of computing the next loss, without which it is taken then
   * @param id the checkpoint to replace; null for a new one
   */
  async take(
    run: TrainingRun,
    reason: CheckpointReason,
    interruption: Interruption,
    id: string | null = null,
  ): Promise<void> {
    this.#emitTaken(await this.checkpoint(run, reason, interruption), id);
  }

  /**
   * Takes a checkpoint of a run that pauses or ends. A run that reaches the same step again after a lost GPU replaces its
   * checkpoint, and so does a run that is trained in single steps.
   *
   * @param isSingleStep whether the run trained for a single step
   * @returns whether it has the next loss; else `addLoss` adds it
   */
  async takeAtRest(
    run: TrainingRun,
    reason: CheckpointReason,
    isSingleStep: boolean,
    interruption: Interruption,
  ): Promise<boolean> {
    const last = this.#last;
    const isSame = last?.runId === run.id && last.step === run.step && last.reason === reason;
    const isNextStep = isSingleStep && last?.runId === run.id && last.id === this.#ofSingleStep;
    const checkpoint = await this.checkpoint(run, reason, interruption);
    this.#emitTaken(checkpoint, isSame || isNextStep ? last.id : null);
    this.#ofSingleStep = isSingleStep ? (this.#last?.id ?? null) : null;
    return checkpoint.summary.nextLoss !== null;
  }

  /** Replaces the last checkpoint, which was taken at rest without the next loss, by one that has it, unless that is interrupted. */
  async addLoss(run: TrainingRun, interruption: Interruption): Promise<void> {
    const last = this.#last;
    if (!last) return;
    const checkpoint = await this.checkpoint(run, last.reason, interruption);
    if (checkpoint.summary.nextLoss !== null) this.#emitTaken(checkpoint, last.id);
  }

  /** Replaces the checkpoint of the current step, if there is one, with updated data. */
  async retake(run: TrainingRun, interruption: Interruption = uninterrupted): Promise<void> {
    if (this.#last?.step === run.step) {
      await this.take(run, this.#last.reason, interruption, this.#last.id);
    }
  }

  /** The current run as a checkpoint, without an event. */
  async checkpoint(
    run: TrainingRun,
    reason: CheckpointReason,
    interruption: Interruption = uninterrupted,
  ): Promise<Checkpoint> {
    const { backend, pictures } = await this.#environment.prepare(run.hyperparameters);
    const loss = await nextLoss(run, pictures, interruption).catch(nullIfInterrupted);
    return checkpointOf(run, { reason, nextLoss: loss, backend: backend.info.name });
  }

  #emitTaken(taken: Checkpoint, id: string | null): void {
    const checkpoint = packCheckpoint(id === null ? taken : { ...taken, summary: { ...taken.summary, id } });
    const { summary, bytes } = checkpoint;
    const isUpdate = this.#last?.id === summary.id && this.#last.step === summary.step;
    this.#last = { id: summary.id, runId: summary.runId, step: summary.step, reason: summary.reason };
    this.#environment.emit({ kind: 'checkpointTaken', checkpoint, isUpdate }, [bytes.buffer]);
  }
}

function nullIfInterrupted(error: unknown): null {
  if (error instanceof Interrupted) return null;
  throw error;
}
