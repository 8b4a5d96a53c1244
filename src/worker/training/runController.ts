import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { CheckpointReason } from '../../checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { type FailureData, failureData } from '../../failure.ts';
import type { TrainingRun } from '../../training/trainingRun.ts';
import { type LoopEnvironment, type TrainingOutcome, train } from '../../training/trainLoop.ts';
import { type AutosaveEnvironment, Autosaver } from './autosaver.ts';
import type { CheckpointTaker } from './checkpointTaker.ts';
import type { Evaluator } from './evaluator.ts';
import type { Prepared } from './preparation.ts';
import { ProgressReporter } from './progressReporter.ts';
import type { RunProgress } from './protocol.ts';

interface ControllerEnvironment extends AutosaveEnvironment {
  readonly prepare: (hyperparameters: Hyperparameters) => Promise<Prepared>;
  readonly checkpoints: CheckpointTaker;
  readonly evaluator: Evaluator;
  /**
   * Executes the commands that have arrived meanwhile, and says whether there were any. Called between steps, so that none touches
   * the parameters within a step.
   */
  readonly hearCommands: () => Promise<boolean>;
}

interface TrainOptions {
  /** The number of steps after which to pause; null to train to the end. */
  readonly pauseAfterSteps: number | null;
  readonly evaluatesAtEnd: boolean;
}

/** Trains a run, with progress reports, checkpoints, autosaves, and the evaluation at its end. */
export class RunController {
  readonly #environment: ControllerEnvironment;
  readonly #reporter: ProgressReporter;
  readonly #autosaver: Autosaver;
  #isTraining = false;
  #isSingleStep = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  /** The run that has finished here, and its last step then. */
  #finished: { readonly run: TrainingRun; readonly maxSteps: number } | null = null;

  constructor(environment: ControllerEnvironment) {
    this.#environment = environment;
    this.#reporter = new ProgressReporter(environment.emit);
    this.#autosaver = new Autosaver(environment);
  }

  get isTraining(): boolean {
    return this.#isTraining;
  }

  progress(run: TrainingRun): RunProgress {
    return this.#reporter.progress(run);
  }

  /** @throws Failure `diverged`, and the failures of starting the backend and opening the pictures */
  async train(run: TrainingRun, { pauseAfterSteps, evaluatesAtEnd }: TrainOptions): Promise<void> {
    const { prepare, emit } = this.#environment;
    const { backend, pictures } = await prepare(run.hyperparameters);
    const pauseAt = pauseAfterSteps === null ? Number.POSITIVE_INFINITY : run.step + pauseAfterSteps;
    this.#goal = 'train';
    this.#finished = null;
    this.#isTraining = true;
    this.#isSingleStep = pauseAfterSteps === 1;
    this.#reporter.restartClock();
    this.#autosaver.begin(evaluatesAtEnd);
    emit({ kind: 'trainingStarted', progress: this.progress(run) });
    let step: number | undefined;
    let outcome: TrainingOutcome;
    try {
      outcome = await train(run, pictures, this.#loopEnvironment(backend, run, pauseAt));
    } catch (error) {
      step = divergenceOf(failureData(error));
      throw error;
    } finally {
      this.#isTraining = false;
      // After a fault too: the last measurements show how it happened.
      this.#reporter.report(run, step);
    }
    await this.#finishAs(outcome, run, evaluatesAtEnd);
  }

  /** Sends what was measured so far, for a fault that the loop may never hear of. */
  reportNow(run: TrainingRun | null): void {
    if (this.#isTraining && run) this.#reporter.report(run);
  }

  /** Pauses after the current step. */
  pause(): void {
    this.#goal = 'pause';
  }

  /** Stops after the current step; a paused run ends at once. A run that has finished meanwhile stays finished. */
  async stop(run: TrainingRun | null): Promise<void> {
    this.#goal = 'stop';
    if (this.#isTraining || !run || this.#hasFinished(run)) return;
    await this.#finishAs('stopped', run, false);
  }

  /** @param id the checkpoint to replace; omitted for a new one */
  async takeCheckpoint(run: TrainingRun, reason: CheckpointReason, id?: string): Promise<void> {
    await this.#environment.checkpoints.take(run, reason, id);
    this.#reporter.restartClock();
  }

  /** A run that was given more steps since has not finished. */
  #hasFinished(run: TrainingRun): boolean {
    return this.#finished?.run === run && run.hyperparameters.maxSteps <= this.#finished.maxSteps;
  }

  #loopEnvironment(backend: StartedBackend, run: TrainingRun, pauseAt: number): LoopEnvironment {
    const { hearCommands, emit } = this.#environment;
    return {
      measuresEachStep: this.#isSingleStep,
      goal: async () => {
        // The time that they take is no step's.
        if (await hearCommands()) this.#reporter.restartClock();
        return run.step >= pauseAt ? 'pause' : this.#goal;
      },
      pace: () => backend.pace.afterStep(),
      stepCompleted: () => this.#reporter.stepCompleted(run),
      pointMeasured: (point) => this.#reporter.pointMeasured(point),
      logitsCounted: (point) => this.#reporter.logitsCounted(point),
      layersCounted: (point) => this.#reporter.layersCounted(point),
      validated: (point) => emit({ kind: 'validated', point }),
      isAutosaveDue: () => this.#autosaver.isDue,
      checkpointDue: async (_, reason) => {
        if (reason === 'autosaved') await this.#autosave(run);
        else if (reason === 'best') await this.takeCheckpoint(run, reason, `${run.id}-best`);
        else if (run.step < run.hyperparameters.maxSteps) await this.takeCheckpoint(run, reason);
      },
    };
  }

  async #autosave(run: TrainingRun): Promise<void> {
    this.#autosaver.keep(await this.#environment.checkpoints.checkpoint(run, 'autosaved'));
  }

  async #finishAs(outcome: TrainingOutcome, run: TrainingRun, evaluatesAtEnd: boolean): Promise<void> {
    const { checkpoints, evaluator, emit } = this.#environment;
    const endedAt = performance.now();
    await checkpoints.takeAtRest(run, outcome, outcome === 'paused' && this.#isSingleStep);
    this.#reporter.restartClock();
    if (outcome === 'paused' && evaluatesAtEnd) await this.#autosave(run);
    if (outcome === 'finished') {
      if (evaluatesAtEnd) await evaluator.evaluate(run);
      // Like the article's, the total time includes the last checkpoint and the evaluation.
      run.elapsedSeconds += (performance.now() - endedAt) / 1000;
      this.#finished = { run, maxSteps: run.hyperparameters.maxSteps };
    }
    const progress = this.progress(run);
    switch (outcome) {
      case 'finished':
        return emit({ kind: 'trainingFinished', progress });
      case 'paused':
        return emit({ kind: 'trainingPaused', progress });
      case 'stopped':
        return emit({ kind: 'trainingStopped', progress });
    }
  }
}

/** The step at which the loss was not a number; undefined where that is not what happened. */
function divergenceOf(failure: FailureData): number | undefined {
  return failure.code === 'diverged' ? failure.details.step : undefined;
}
