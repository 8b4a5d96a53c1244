import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startBackend.ts';
import type { Checkpoint, CheckpointReason } from '../../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../../checkpoint/codec.ts';
import type { ChangeableParameters } from '../../configuration/changeableParameters.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import { weightsFormats } from '../../export/weightsFormats.ts';
import { Failure, failureData } from '../../failure.ts';
import type { PreparedPictures } from '../../input/inputScaling.ts';
import { networkNamed } from '../../model/networks.ts';
import { accuracyOn, allOf } from '../../training/accuracy.ts';
import { changeParameters } from '../../training/changeParameters.ts';
import { nextLoss } from '../../training/nextLoss.ts';
import { type TrainerSurroundings, train } from '../../training/trainer.ts';
import { disposeState } from '../../training/training.ts';
import { checkpointOf, newRun, runFromCheckpoint, type TrainingRun } from '../../training/trainingRun.ts';
import { measureBackend } from './measureBackend.ts';
import { packCheckpoint } from './packCheckpoint.ts';
import { Preparation, type PreparationSurroundings } from './preparation.ts';
import { ProgressReporter } from './progressReporter.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';

/** What the host is given by the worker it lives in, or by a test. */
export interface HostSurroundings extends PreparationSurroundings {
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

interface Prepared {
  readonly backend: StartedBackend;
  readonly pictures: PreparedPictures;
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
  readonly #queue: TrainingCommand[] = [];
  #isWorking = false;
  #isTraining = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  #pauseAt = Number.POSITIVE_INFINITY;
  #evaluatesAtEnd = true;
  #choice: BackendChoice = 'auto';
  #run: TrainingRun | null = null;
  #lastCheckpoint: { id: string; step: number; reason: CheckpointReason } | null = null;

  constructor(surroundings: HostSurroundings) {
    this.#surroundings = surroundings;
    this.#preparation = new Preparation(surroundings);
    this.#reporter = new ProgressReporter(surroundings.emit);
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

  #fail({ kind: request }: TrainingCommand, error: unknown): void {
    const failure = failureData(error);
    if (request === 'startTraining' || request === 'resumeTraining') {
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
      case 'exportWeights':
        return this.#export(this.#presentRun(), command.format);
      case 'restoreCheckpoint':
        return this.#restore(command);
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
      validated: (point) => this.#surroundings.emit({ kind: 'validated', point }),
      checkpointDue: async (_, reason) => {
        if (reason === 'best') await this.#takeCheckpoint(run, reason, `${run.id}-best`);
        else if (run.step < run.hyperparameters.maxSteps) await this.#takeCheckpoint(run, reason);
      },
    };
  }

  async #finishAs(outcome: 'finished' | 'paused' | 'stopped', run: TrainingRun): Promise<void> {
    const endedAt = performance.now();
    await this.#takeCheckpoint(run, outcome);
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
    const { emit } = this.#surroundings;
    emit({ kind: 'evaluationStarted' });
    const { layers, state, history } = run;
    const accuracy = await accuracyOn(allOf(pictures.testSet), layers, state.parameters, pictures.scaling);
    const point = { step: run.step, accuracy };
    if (history.test.at(-1)?.step === run.step) history.test.pop();
    history.test.push(point);
    run.testEvaluations += 1;
    emit({ kind: 'testSetEvaluated', point, testEvaluations: run.testEvaluations });
    await this.#addAccuracyToCheckpoint(run);
  }

  /** The checkpoint of this very step, if there is one, is taken again with the accuracy that is now known. */
  async #addAccuracyToCheckpoint(run: TrainingRun): Promise<void> {
    const last = this.#lastCheckpoint;
    if (last?.step === run.step) await this.#takeCheckpoint(run, last.reason, last.id);
  }

  /** @param id of the checkpoint that this one takes the place of; null for a new one */
  async #takeCheckpoint(run: TrainingRun, reason: CheckpointReason, id: string | null = null): Promise<void> {
    const taken = await this.#checkpoint(run, reason);
    const checkpoint = packCheckpoint(id === null ? taken : { ...taken, summary: { ...taken.summary, id } });
    const { summary, bytes } = checkpoint;
    const isUpdate = this.#lastCheckpoint?.id === summary.id && this.#lastCheckpoint.step === summary.step;
    this.#lastCheckpoint = { id: summary.id, step: summary.step, reason };
    this.#surroundings.emit({ kind: 'checkpointTaken', checkpoint, isUpdate }, [bytes.buffer]);
    this.#reporter.restartClock();
  }

  async #checkpoint(run: TrainingRun, reason: CheckpointReason): Promise<Checkpoint> {
    const { backend, pictures } = await this.#prepare(run.hyperparameters);
    const circumstances = { reason, nextLoss: await nextLoss(run, pictures), backend: backend.info.name };
    return checkpointOf(run, circumstances);
  }

  async #restore({ id, bytes, backend }: CommandOf<'restoreCheckpoint'>): Promise<void> {
    if (this.#isTraining) return;
    this.#choice = backend;
    const checkpoint = decodeCheckpoint(bytes, id);
    const { summary, history } = checkpoint;
    const network = networkNamed(summary.network);
    if (!network) throw new Failure({ code: 'checkpoint-damaged', details: { id } });
    const { pictures } = await this.#prepare(summary.hyperparameters);
    const run = runFromCheckpoint(network, checkpoint);
    this.#replaceRun(run);
    this.#lastCheckpoint = { id: summary.id, step: summary.step, reason: summary.reason };
    this.#surroundings.emit({
      kind: 'checkpointRestored',
      summary,
      history,
      progress: this.#reporter.progress(run),
      nextLoss: await nextLoss(run, pictures),
    });
  }

  async #export(run: TrainingRun, formatId: string): Promise<void> {
    const { pictures } = await this.#prepare(run.hyperparameters);
    const format = weightsFormats.find(({ id }) => id === formatId);
    if (!format) throw new RangeError(`there is no weights format ${formatId}`);
    const files = format.files(await this.#checkpoint(run, 'requested'), pictures.recipe);
    this.#surroundings.emit({ kind: 'weightsExported', files });
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

  #replaceRun(run: TrainingRun): void {
    if (this.#run) disposeState(this.#run.state);
    this.#run = run;
    this.#lastCheckpoint = null;
  }

  #presentRun(): TrainingRun {
    if (!this.#run) throw new RangeError('there is no run yet');
    return this.#run;
  }
}
