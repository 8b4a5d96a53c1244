import { Interrupted, type Interruption } from '../../backend/interruption.ts';
import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { CheckpointReason } from '../../checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { type FailureData, failureData } from '../../failure.ts';
import type { TrainingRun } from '../../training/trainingRun.ts';
import { type LoopEnvironment, type TrainingOutcome, train } from '../../training/trainLoop.ts';
import { type AutosaveEnvironment, Autosaver } from './autosaver.ts';
import type { CheckpointTaker } from './checkpointTaker.ts';
import type { HeardCommands } from './commandCounts.ts';
import type { Evaluator } from './evaluator.ts';
import type { Prepared } from './preparation.ts';
import { ProgressReporter } from './progressReporter.ts';
import type { RunProgress } from './protocol.ts';

interface ControllerEnvironment extends AutosaveEnvironment {
  readonly prepare: (hyperparameters: Hyperparameters) => Promise<Prepared>;
  readonly checkpoints: CheckpointTaker;
  readonly evaluator: Evaluator;
  readonly heard: HeardCommands;
  /**
   * Executes the commands that have arrived meanwhile, and says whether there were any. Called between steps, so that none touches
   * the parameters within a step.
   */
  readonly hearCommands: () => Promise<boolean>;
}

/** What takes longer is not done before a pause or a stop is answered. */
const slowStepMs = 2_000;
const notNow: Interruption = { afterMs: 0, isWanted: () => true, isAlive: () => {} };

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
  /** By a pause or a stop. */
  readonly #interruption: Interruption;
  #isTraining = false;
  #isSingleStep = false;
  /** Of the step that is under way, or the last one. */
  #isStepSlow = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  /** The run that has finished here, and its last step then. */
  #finished: { readonly run: TrainingRun; readonly maxSteps: number } | null = null;

  constructor(environment: ControllerEnvironment) {
    this.#environment = environment;
    this.#reporter = new ProgressReporter(environment.emit);
    this.#autosaver = new Autosaver(environment);
    const { heard, emit } = environment;
    this.#interruption = heard.interruptionBy('urgent', () => emit({ kind: 'stillComputing' }));
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

  /** Pauses before the next step. */
  pause(): void {
    this.#goal = 'pause';
  }

  /** Stops before the next step; a paused run ends at once. A run that has finished meanwhile stays finished. */
  async stop(run: TrainingRun | null): Promise<void> {
    this.#goal = 'stop';
    if (this.#isTraining || !run || this.#hasFinished(run)) return;
    await this.#finishAs('stopped', run, false);
  }

  /** @param id the checkpoint to replace; omitted for a new one */
  async takeCheckpoint(run: TrainingRun, reason: CheckpointReason, id?: string): Promise<void> {
    await this.#environment.checkpoints.take(run, reason, this.#interruption, id);
  }

  /** A run that was given more steps since has not finished. */
  #hasFinished(run: TrainingRun): boolean {
    return this.#finished?.run === run && run.hyperparameters.maxSteps <= this.#finished.maxSteps;
  }

  #loopEnvironment(backend: StartedBackend, run: TrainingRun, pauseAt: number): LoopEnvironment {
    const { heard, hearCommands, emit } = this.#environment;
    return {
      measuresEachStep: this.#isSingleStep,
      interruption: this.#interruption,
      stepUnderWay: (seconds) => {
        this.#isStepSlow = true;
        emit({ kind: 'stepUnderWay', seconds });
      },
      goal: async () => {
        await heard.arrival();
        await hearCommands();
        return run.step >= pauseAt ? 'pause' : this.#goal;
      },
      pace: () => backend.pace.afterStep(),
      stepTimed: (milliseconds) => {
        this.#isStepSlow = milliseconds > slowStepMs;
        this.#reporter.stepTimed(run, milliseconds);
      },
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

  async #autosave(run: TrainingRun, interruption = this.#interruption): Promise<void> {
    this.#autosaver.keep(await this.#environment.checkpoints.checkpoint(run, 'autosaved', interruption));
  }

  async #finishAs(outcome: TrainingOutcome, run: TrainingRun, evaluatesAtEnd: boolean): Promise<void> {
    const { checkpoints, evaluator, emit, heard } = this.#environment;
    const endedAt = performance.now();
    const interruption = outcome !== 'finished' && this.#isStepSlow ? notNow : this.#interruption;
    const isSingleStep = outcome === 'paused' && this.#isSingleStep;
    const isWhole = await checkpoints.takeAtRest(run, outcome, isSingleStep, interruption);
    if (outcome === 'paused' && evaluatesAtEnd) await this.#autosave(run, interruption);
    if (outcome === 'finished') {
      // Who presses Pause or Stop now, when nothing is left to train, has no need of it.
      if (evaluatesAtEnd) await evaluator.evaluate(run).catch(ignoreInterruption);
      // Like the article's, the total time includes the last checkpoint and the evaluation.
      run.elapsedSeconds += (performance.now() - endedAt) / 1000;
      this.#finished = { run, maxSteps: run.hyperparameters.maxSteps };
    }
    emit({ kind: restEvents[outcome], progress: this.progress(run) });
    // Nothing else is asked for meanwhile, or it ends.
    const byAnyone = heard.interruptionBy('asked', () => {});
    if (!isWhole) await checkpoints.addLoss(run, { ...byAnyone, afterMs: 0 });
  }
}

const restEvents = {
  finished: 'trainingFinished',
  paused: 'trainingPaused',
  stopped: 'trainingStopped',
} as const;

function ignoreInterruption(error: unknown): void {
  if (!(error instanceof Interrupted)) throw error;
}

/** The step at which the loss was not a number; undefined where that is not what happened. */
function divergenceOf(failure: FailureData): number | undefined {
  return failure.code === 'diverged' ? failure.details.step : undefined;
}
