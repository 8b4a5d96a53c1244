import type { StartedBackend } from '../../backend/startedBackend.ts';
import type { CheckpointReason } from '../../checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
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
  /** Carries out the commands that have come meanwhile. Called between two steps, so that none touches the parameters within one. */
  readonly hearCommands: () => Promise<void>;
}

interface TrainOptions {
  /** How far to go before pausing by itself; null for all the way. */
  readonly pauseAfterSteps: number | null;
  readonly evaluatesAtEnd: boolean;
}

/** Trains a run, and does what is due along the way and at its end: reports, checkpoints, autosaves, the evaluation. */
export class RunController {
  readonly #environment: ControllerEnvironment;
  readonly #reporter: ProgressReporter;
  readonly #autosaver: Autosaver;
  #isTraining = false;
  #isSingleStep = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  /** The run that has come to its end here, and the last step that it had then. */
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

  /** @throws Failure `diverged`, and what keeps the backend or the pictures from being had */
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
    let outcome: TrainingOutcome;
    try {
      outcome = await train(run, pictures, this.#loopEnvironment(backend, run, pauseAt));
    } finally {
      this.#isTraining = false;
      // Also where it diverged: the last measurements show how.
      this.#reporter.report(run);
    }
    await this.#finishAs(outcome, run, evaluatesAtEnd);
  }

  /** After the present step. */
  pause(): void {
    this.#goal = 'pause';
  }

  /** After the present step; a run that rests ends now. One that finished meanwhile, before this was heard, stays finished. */
  async stop(run: TrainingRun | null): Promise<void> {
    this.#goal = 'stop';
    if (this.#isTraining || !run || this.#hasFinished(run)) return;
    await this.#finishAs('stopped', run, false);
  }

  /** @param id of the checkpoint that this one takes the place of; left out for a new one */
  async takeCheckpoint(run: TrainingRun, reason: CheckpointReason, id?: string): Promise<void> {
    await this.#environment.checkpoints.take(run, reason, id);
    this.#reporter.restartClock();
  }

  /** Not where it was given more steps since. */
  #hasFinished(run: TrainingRun): boolean {
    return this.#finished?.run === run && run.hyperparameters.maxSteps <= this.#finished.maxSteps;
  }

  #loopEnvironment(backend: StartedBackend, run: TrainingRun, pauseAt: number): LoopEnvironment {
    const { hearCommands, emit } = this.#environment;
    return {
      measuresEachStep: this.#isSingleStep,
      goal: async () => {
        await hearCommands();
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
      // The article's total time, too, includes the last checkpoint and the evaluation.
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
