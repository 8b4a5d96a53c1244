import type { BackendChoice } from '../../backend/backendInfo.ts';
import type { StartedBackend } from '../../backend/startBackend.ts';
import type { Checkpoint, CheckpointReason } from '../../checkpoint/checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../checkpoint/codec.ts';
import { bytesToUtf16 } from '../../checkpoint/utf16.ts';
import { weightsFormats } from '../../export/weightsFormats.ts';
import { Failure, failureData } from '../../failure.ts';
import { networkNamed } from '../../model/networks.ts';
import { disposeParameters } from '../../model/parameters.ts';
import type { ImageSet } from '../../training/imageSet.ts';
import { nextLoss } from '../../training/nextLoss.ts';
import { testAccuracy } from '../../training/testAccuracy.ts';
import { type TrainerSurroundings, type TrainingData, train } from '../../training/trainer.ts';
import { checkpointOf, newRun, runFromCheckpoint, type TrainingRun } from '../../training/trainingRun.ts';
import { measureBackend } from './measureBackend.ts';
import { ProgressReporter } from './progressReporter.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';

/** Training images and test images with the mean that is subtracted from both. */
export interface HostData extends TrainingData {
  readonly testSet: ImageSet;
}

/** What the host is given by the worker it lives in, or by a test. */
export interface HostSurroundings {
  readonly startBackend: (choice: BackendChoice) => Promise<StartedBackend>;
  readonly openData: () => Promise<HostData>;
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

type CommandOf<Kind extends TrainingCommand['kind']> = Extract<TrainingCommand, { kind: Kind }>;

/**
 * Carries out commands one after the other, and keeps the run between them. While the loop runs, it takes commands from
 * the same queue between steps, so nothing ever touches the parameters in the middle of a step.
 */
export class TrainingHost {
  readonly #surroundings: HostSurroundings;
  readonly #reporter: ProgressReporter;
  readonly #queue: TrainingCommand[] = [];
  #isWorking = false;
  #isTraining = false;
  #goal: 'train' | 'pause' | 'stop' = 'pause';
  #pauseAt = Number.POSITIVE_INFINITY;
  #choice: BackendChoice = 'auto';
  #backend: StartedBackend | null = null;
  #data: HostData | null = null;
  #run: TrainingRun | null = null;
  #lastCheckpoint: { id: string; step: number; reason: CheckpointReason } | null = null;

  constructor(surroundings: HostSurroundings) {
    this.#surroundings = surroundings;
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

  async #start({
    runId,
    network,
    hyperparameters,
    backend,
    pauseAfterSteps,
  }: CommandOf<'startTraining'>): Promise<void> {
    if (this.#isTraining) return;
    this.#choice = backend;
    await this.#prepare();
    const chosen = networkNamed(network);
    if (!chosen) throw new RangeError(`there is no network ${network}`);
    this.#surroundings.emit({ kind: 'preparationProgressed', stage: 'weights' });
    this.#replaceRun(newRun(runId, chosen, hyperparameters));
    await this.#trainOn(pauseAfterSteps);
  }

  async #resume({ runId, hyperparameters, pauseAfterSteps }: CommandOf<'resumeTraining'>): Promise<void> {
    if (this.#isTraining) return;
    const run = this.#presentRun();
    const { learningRate, regConstant, maxSteps } = hyperparameters;
    run.id = runId;
    run.hyperparameters = { ...run.hyperparameters, learningRate, regConstant, maxSteps };
    await this.#trainOn(pauseAfterSteps);
  }

  async #trainOn(pauseAfterSteps: number | null): Promise<void> {
    const { backend, data } = await this.#prepare();
    const run = this.#presentRun();
    this.#pauseAt = pauseAfterSteps === null ? Number.POSITIVE_INFINITY : run.step + pauseAfterSteps;
    this.#goal = 'train';
    this.#isTraining = true;
    this.#reporter.restartClock();
    this.#surroundings.emit({ kind: 'trainingStarted', progress: this.#reporter.progress(run) });
    const outcome = await train(run, data, this.#loopSurroundings(backend, run));
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
      checkpointDue: async () => {
        if (run.step < run.hyperparameters.maxSteps) await this.#takeCheckpoint(run, 'scheduled');
      },
    };
  }

  async #finishAs(outcome: 'finished' | 'paused' | 'stopped', run: TrainingRun): Promise<void> {
    const endedAt = performance.now();
    await this.#takeCheckpoint(run, outcome);
    if (outcome === 'finished') {
      await this.#evaluate(run);
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
    const { data } = await this.#prepare();
    this.#surroundings.emit({ kind: 'evaluationStarted' });
    const accuracy = await testAccuracy(run.layers, run.parameters, data.testSet, data.pixelMean);
    const { test } = run.history;
    if (test.at(-1)?.step === run.step) test.pop();
    test.push({ step: run.step, accuracy });
    this.#surroundings.emit({ kind: 'testSetEvaluated', point: { step: run.step, accuracy } });
    await this.#addAccuracyToCheckpoint(run);
  }

  /** The checkpoint of this very step, if there is one, is taken again with the accuracy that is now known. */
  async #addAccuracyToCheckpoint(run: TrainingRun): Promise<void> {
    const last = this.#lastCheckpoint;
    if (last?.step === run.step) await this.#takeCheckpoint(run, last.reason, last.id);
  }

  async #takeCheckpoint(run: TrainingRun, reason: CheckpointReason, knownId?: string): Promise<void> {
    const taken = await this.#checkpoint(run, reason);
    const checkpoint = knownId ? { ...taken, summary: { ...taken.summary, id: knownId } } : taken;
    const { summary } = checkpoint;
    const bytes = encodeCheckpoint(checkpoint);
    this.#lastCheckpoint = { id: summary.id, step: summary.step, reason };
    this.#surroundings.emit(
      {
        kind: 'checkpointTaken',
        checkpoint: { summary, bytes, text: bytesToUtf16(bytes) },
        isUpdate: knownId !== undefined,
      },
      [bytes.buffer],
    );
    this.#reporter.restartClock();
  }

  async #checkpoint(run: TrainingRun, reason: CheckpointReason): Promise<Checkpoint> {
    const { backend, data } = await this.#prepare();
    const circumstances = { reason, nextLoss: await nextLoss(run, data), backend: backend.info.name };
    return checkpointOf(run, circumstances);
  }

  async #restore({ id, bytes, backend }: CommandOf<'restoreCheckpoint'>): Promise<void> {
    if (this.#isTraining) return;
    this.#choice = backend;
    const checkpoint = decodeCheckpoint(bytes, id);
    const { summary, history } = checkpoint;
    const network = networkNamed(summary.network);
    if (!network) throw new Failure({ code: 'checkpoint-damaged', details: { id } });
    const { data } = await this.#prepare();
    const run = runFromCheckpoint(network, checkpoint);
    this.#replaceRun(run);
    this.#lastCheckpoint = { id: summary.id, step: summary.step, reason: summary.reason };
    this.#surroundings.emit({
      kind: 'checkpointRestored',
      summary,
      history,
      progress: this.#reporter.progress(run),
      nextLoss: await nextLoss(run, data),
    });
  }

  async #export(run: TrainingRun, formatId: string): Promise<void> {
    const { data } = await this.#prepare();
    const format = weightsFormats.find(({ id }) => id === formatId);
    if (!format) throw new RangeError(`there is no weights format ${formatId}`);
    const files = format.files(await this.#checkpoint(run, 'requested'), data.pixelMean);
    this.#surroundings.emit({ kind: 'weightsExported', files });
  }

  async #measure({ backend, network, hyperparameters }: CommandOf<'measureBackend'>): Promise<void> {
    this.#choice = backend;
    const prepared = await this.#prepare();
    const timing = await measureBackend(prepared.backend, prepared.data, network, hyperparameters);
    this.#surroundings.emit({ kind: 'backendMeasured', timing });
  }

  /** Starts the backend and opens the data, each once. */
  async #prepare(): Promise<{ backend: StartedBackend; data: HostData }> {
    if (!this.#backend) {
      this.#surroundings.emit({ kind: 'preparationProgressed', stage: 'backend' });
      this.#backend = await this.#surroundings.startBackend(this.#choice);
      this.#surroundings.emit({ kind: 'backendStarted', backend: this.#backend.info });
      void this.#reportContextLoss(this.#backend);
    }
    if (!this.#data) {
      this.#surroundings.emit({ kind: 'preparationProgressed', stage: 'data' });
      this.#data = await this.#surroundings.openData();
    }
    return { backend: this.#backend, data: this.#data };
  }

  /** Whatever the host waits for may never come after this, so the event is sent past the queue. */
  async #reportContextLoss(backend: StartedBackend): Promise<void> {
    await backend.contextLost;
    const step = this.#run?.step ?? 0;
    this.#surroundings.emit({ kind: 'trainingFailed', failure: { code: 'gpu-lost', details: { step } } });
  }

  #replaceRun(run: TrainingRun): void {
    if (this.#run) disposeParameters(this.#run.parameters);
    this.#run = run;
    this.#lastCheckpoint = null;
  }

  #presentRun(): TrainingRun {
    if (!this.#run) throw new RangeError('there is no run yet');
    return this.#run;
  }
}
