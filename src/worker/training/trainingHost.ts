import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startBackend.ts';
import type { CheckpointReason, CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../../checkpoint/codec.ts';
import type { ChangeableParameters } from '../../configuration/changeableParameters.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { Failure, failureData } from '../../failure.ts';
import type { PreparedPictures } from '../../input/inputScaling.ts';
import { networkNamed } from '../../model/networks.ts';
import { accuracyOn, allOf } from '../../training/accuracy.ts';
import { changeParameters } from '../../training/changeParameters.ts';
import type { AccuracyPoint } from '../../training/history.ts';
import { nextLoss } from '../../training/nextLoss.ts';
import { noteTestEvaluation } from '../../training/testEvaluations.ts';
import { type TrainerSurroundings, train } from '../../training/trainer.ts';
import { disposeState } from '../../training/training.ts';
import { newRun, type TrainingRun } from '../../training/trainingRun.ts';
import { Autosaver, type AutosaveSurroundings } from './autosaver.ts';
import { CheckpointTaker } from './checkpointTaker.ts';
import { Exporter } from './exporter.ts';
import { Inspector } from './inspection/inspector.ts';
import { measureBackend } from './measureBackend.ts';
import { Preparation, type PreparationSurroundings, type Prepared } from './preparation.ts';
import { ProgressReporter } from './progressReporter.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';
import { restoredRun } from './restoredRun.ts';

/** What the host is given by the worker it lives in, or by a test. */
export interface HostSurroundings extends PreparationSurroundings, AutosaveSurroundings {
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

type CommandOf<Kind extends TrainingCommand['kind']> = Extract<TrainingCommand, { kind: Kind }>;

/**
 * Carries out commands one after the other, and keeps the run between them. While the loop runs, it takes commands from
 * the same queue between steps, so nothing ever touches the parameters in the middle of a step.
 */
export class TrainingHost {
  readonly #surroundings: HostSurroundings;
  readonly #preparation: Preparation;
  readonly #reporter: ProgressReporter;
  readonly #checkpoints: CheckpointTaker;
  readonly #autosaver: Autosaver;
  readonly #inspector: Inspector;
  readonly #exporter: Exporter;
  readonly #queue: TrainingCommand[] = [];
  #isWorking = false;
  #isTraining = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  #pauseAt = Number.POSITIVE_INFINITY;
  #evaluatesAtEnd = true;
  #choice: BackendChoice = 'auto';
  #run: TrainingRun | null = null;

  constructor(surroundings: HostSurroundings) {
    this.#surroundings = surroundings;
    this.#preparation = new Preparation(surroundings);
    this.#reporter = new ProgressReporter(surroundings.emit);
    this.#autosaver = new Autosaver(surroundings);
    this.#checkpoints = new CheckpointTaker({
      emit: surroundings.emit,
      prepare: (hyperparameters) => this.#prepare(hyperparameters),
    });
    this.#inspector = new Inspector({
      emit: surroundings.emit,
      prepare: (hyperparameters) => this.#preparePicturesToInspect(hyperparameters),
      noteTestAccuracy: (run, point) => this.#noteTestAccuracy(run, point),
    });
    this.#exporter = new Exporter({
      emit: surroundings.emit,
      checkpoints: this.#checkpoints,
      prepare: async (hyperparameters) => (await this.#prepare(hyperparameters)).pictures,
      noteTestAccuracy: (run, point) => this.#noteTestAccuracy(run, point),
    });
  }

  /** Takes a command; resolves when the queue is empty again. */
  async handle(command: TrainingCommand): Promise<void> {
    this.#queue.push(command);
    if (this.#isWorking) return;
    this.#isWorking = true;
    await this.#drainQueue();
    this.#isWorking = false;
  }

  async #drainQueue(): Promise<void> {
    for (let command = this.#queue.shift(); command; command = this.#queue.shift()) {
      try {
        await this.#execute(command);
      } catch (error) {
        this.#fail(command, error);
      }
    }
  }

  #fail(command: TrainingCommand, error: unknown): void {
    const failure = failureData(error);
    const { kind: request } = command;
    if (request === 'inspect') {
      this.#surroundings.emit({ kind: 'inspectionFailed', requestId: command.requestId, failure });
    } else if (request === 'startTraining' || request === 'resumeTraining') {
      this.#isTraining = false;
      this.#surroundings.emit({ kind: 'trainingFailed', failure });
    } else {
      this.#surroundings.emit({ kind: 'requestFailed', request, failure });
    }
  }

  async #execute(command: TrainingCommand): Promise<void> {
    switch (command.kind) {
      case 'startTraining':
        return this.#start(command);
      case 'resumeTraining':
        return this.#resume(command);
      case 'changeParameters':
        return this.#change(this.#presentRun(), command.parameters);
      case 'pauseTraining':
        this.#goal = 'pause';
        return;
      case 'stopTraining':
        this.#goal = 'stop';
        if (!this.#isTraining && this.#run) await this.#finishAs('stopped', this.#run);
        return;
      case 'saveCheckpoint':
        return this.#takeCheckpoint(this.#presentRun(), 'requested');
      case 'evaluateTestSet':
        return this.#evaluate(this.#presentRun());
      case 'exportFiles':
        return this.#exporter.export(this.#presentRun(), command.what);
      case 'restoreCheckpoint':
        return this.#restore(command);
      case 'inspect':
        if (!this.#run) this.#choice = command.backend;
        return this.#inspector.inspect(command, this.#run);
      case 'measureBackend':
        return this.#measure(command);
    }
  }

  async #start(command: CommandOf<'startTraining'>): Promise<void> {
    if (this.#isTraining) return;
    const { runId, network, hyperparameters, backend, pauseAfterSteps, evaluatesAtEnd } = command;
    this.#choice = backend;
    this.#evaluatesAtEnd = evaluatesAtEnd;
    const chosen = networkNamed(network);
    if (!chosen) throw new RangeError(`there is no network ${network}`);
    await this.#prepare(hyperparameters);
    this.#surroundings.emit({ kind: 'preparationProgressed', stage: 'weights' });
    this.#replaceRun(newRun(runId, chosen, hyperparameters));
    await this.#trainOn(pauseAfterSteps);
  }

  async #resume({ runId, parameters, pauseAfterSteps }: CommandOf<'resumeTraining'>): Promise<void> {
    if (this.#isTraining) return;
    const run = this.#presentRun();
    this.#evaluatesAtEnd = true;
    run.id = runId;
    this.#change(run, parameters);
    await this.#trainOn(pauseAfterSteps);
  }

  #change(run: TrainingRun, parameters: ChangeableParameters): void {
    const changes = changeParameters(run, parameters);
    if (changes.length > 0) this.#surroundings.emit({ kind: 'parametersChanged', changes });
  }

  async #trainOn(pauseAfterSteps: number | null): Promise<void> {
    const run = this.#presentRun();
    const { backend, pictures } = await this.#prepare(run.hyperparameters);
    this.#pauseAt = pauseAfterSteps === null ? Number.POSITIVE_INFINITY : run.step + pauseAfterSteps;
    this.#goal = 'train';
    this.#isTraining = true;
    this.#reporter.restartClock();
    this.#autosaver.begin(this.#evaluatesAtEnd);
    this.#surroundings.emit({ kind: 'trainingStarted', progress: this.#reporter.progress(run) });
    const outcome = await train(run, pictures, this.#loopSurroundings(backend, run));
    this.#isTraining = false;
    this.#reporter.report(run);
    await this.#finishAs(outcome, run);
  }

  #loopSurroundings(backend: StartedBackend, run: TrainingRun): TrainerSurroundings {
    return {
      goal: async () => {
        await this.#drainQueue();
        return run.step >= this.#pauseAt ? 'pause' : this.#goal;
      },
      pace: () => backend.pace.afterStep(),
      stepCompleted: () => this.#reporter.stepCompleted(run),
      pointMeasured: (point) => this.#reporter.pointMeasured(point),
      logitsCounted: (point) => this.#reporter.logitsCounted(point),
      layersCounted: (point) => this.#reporter.layersCounted(point),
      validated: (point) => this.#surroundings.emit({ kind: 'validated', point }),
      isAutosaveDue: () => this.#autosaver.isDue,
      checkpointDue: async (_, reason) => {
        if (reason === 'autosaved') this.#autosaver.keep(await this.#checkpoints.checkpoint(run, reason));
        else if (reason === 'best') await this.#takeCheckpoint(run, reason, `${run.id}-best`);
        else if (run.step < run.hyperparameters.maxSteps) await this.#takeCheckpoint(run, reason);
      },
    };
  }

  async #finishAs(outcome: 'finished' | 'paused' | 'stopped', run: TrainingRun): Promise<void> {
    const endedAt = performance.now();
    await this.#checkpoints.takeAtRest(run, outcome);
    this.#reporter.restartClock();
    if (outcome === 'paused' && this.#evaluatesAtEnd) {
      this.#autosaver.keep(await this.#checkpoints.checkpoint(run, 'autosaved'));
    }
    if (outcome === 'finished') {
      if (this.#evaluatesAtEnd) await this.#evaluate(run);
      // The article's total time, too, includes the last checkpoint and the evaluation.
      run.elapsedSeconds += (performance.now() - endedAt) / 1000;
    }
    const progress = this.#reporter.progress(run);
    switch (outcome) {
      case 'finished':
        return this.#surroundings.emit({ kind: 'trainingFinished', progress });
      case 'paused':
        return this.#surroundings.emit({ kind: 'trainingPaused', progress });
      case 'stopped':
        return this.#surroundings.emit({ kind: 'trainingStopped', progress });
    }
  }

  async #evaluate(run: TrainingRun): Promise<void> {
    const { pictures } = await this.#prepare(run.hyperparameters);
    this.#surroundings.emit({ kind: 'evaluationStarted' });
    const { layers, state } = run;
    const accuracy = await accuracyOn(allOf(pictures.testSet), layers, state.parameters, pictures.scaling);
    await this.#noteTestAccuracy(run, { step: run.step, accuracy });
  }

  async #noteTestAccuracy(run: TrainingRun, point: AccuracyPoint): Promise<void> {
    noteTestEvaluation(run, point);
    const { id: runId, testEvaluations } = run;
    this.#surroundings.emit({ kind: 'testSetEvaluated', runId, point, testEvaluations });
    if (point.step === run.step) await this.#checkpoints.retake(run);
  }

  async #takeCheckpoint(run: TrainingRun, reason: CheckpointReason, id?: string): Promise<void> {
    await this.#checkpoints.take(run, reason, id);
    this.#reporter.restartClock();
  }

  async #restore({ id, bytes, backend }: CommandOf<'restoreCheckpoint'>): Promise<void> {
    if (this.#isTraining) return;
    this.#choice = backend;
    const checkpoint = decodeCheckpoint(bytes, id);
    const { summary, history } = checkpoint;
    const { pictures } = await this.#prepare(summary.hyperparameters);
    const run = restoredRun(checkpoint, id);
    this.#replaceRun(run, summary);
    this.#surroundings.emit({
      kind: 'checkpointRestored',
      summary,
      history,
      progress: this.#reporter.progress(run),
      nextLoss: await nextLoss(run, pictures),
    });
  }

  /** The pictures of a run that trains are not exchanged under it. */
  async #preparePicturesToInspect(hyperparameters: Hyperparameters): Promise<PreparedPictures> {
    if (this.#isTraining && !this.#preparation.canOpen(hyperparameters)) {
      const { inputScaling } = hyperparameters;
      throw new Failure({ code: 'other-inputs-in-use', details: { inputScaling } });
    }
    return (await this.#prepare(hyperparameters)).pictures;
  }

  async #measure({ backend, network, hyperparameters }: CommandOf<'measureBackend'>): Promise<void> {
    this.#choice = backend;
    const prepared = await this.#prepare(hyperparameters);
    const timing = await measureBackend(prepared.backend, prepared.pictures, network, hyperparameters);
    this.#surroundings.emit({ kind: 'backendMeasured', timing });
  }

  /** The backend first: whitening computes on it. */
  async #prepare(hyperparameters: Hyperparameters): Promise<Prepared> {
    const backend = await this.#preparation.backend(this.#choice, () => this.#reportContextLoss());
    return { backend, pictures: await this.#preparation.pictures(hyperparameters) };
  }

  /** Whatever the host waits for may never come after this, so the event is sent past the queue. */
  #reportContextLoss(): void {
    const step = this.#run?.step ?? 0;
    this.#surroundings.emit({ kind: 'trainingFailed', failure: { code: 'gpu-lost', details: { step } } });
  }

  /** @param origin the checkpoint that it was restored from */
  #replaceRun(run: TrainingRun, origin: CheckpointSummary | null = null): void {
    if (this.#run) disposeState(this.#run.state);
    this.#run = run;
    this.#checkpoints.startFrom(origin);
  }

  #presentRun(): TrainingRun {
    if (!this.#run) throw new RangeError('there is no run yet');
    return this.#run;
  }
}
