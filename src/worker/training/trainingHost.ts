import type { BackendChoice } from '../../backend/backendInfo.ts';
import { Interrupted } from '../../backend/interruption.ts';
import type { CheckpointSummary } from '../../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../../checkpoint/codec.ts';
import type { ChangeableParameters, Hyperparameters } from '../../configuration/hyperparameters.ts';
import { Failure, failureData } from '../../failure.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import type { PreparedPictures } from '../../input/inputScaling.ts';
import { networkNamed } from '../../network/networks.ts';
import { changeParameters } from '../../training/changeParameters.ts';
import { nextLoss } from '../../training/nextLoss.ts';
import { newRun, type TrainingRun } from '../../training/trainingRun.ts';
import { disposeState } from '../../training/trainStep.ts';
import type { AutosaveEnvironment } from './autosaver.ts';
import { CheckpointTaker } from './checkpointTaker.ts';
import { type CountsMessage, HeardCommands } from './commandCounts.ts';
import { CommandQueue } from './commandQueue.ts';
import { Evaluator } from './evaluator.ts';
import { Exporter } from './exporter.ts';
import { failureEvent } from './failureEvent.ts';
import { Inspector } from './inspection/inspector.ts';
import { measureBackend } from './measureBackend.ts';
import { Preparation, type PreparationEnvironment, type Prepared } from './preparation.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';
import { restoredRun } from './restoredRun.ts';
import { RunController } from './runController.ts';

/** What the host needs from its worker, or from a test. */
export interface HostEnvironment extends PreparationEnvironment, AutosaveEnvironment {
  readonly emit: (event: TrainingEvent, transfer?: ArrayBuffer[]) => void;
}

type CommandOf<Kind extends TrainingCommand['kind']> = Extract<TrainingCommand, { kind: Kind }>;

/**
 * Executes commands one after the other, and holds the run. While the loop runs, it executes commands from the same queue between
 * steps, so nothing touches the parameters in the middle of a step. A pause or a stop ends what takes long: a step is computed again
 * when the run goes on, and a request about the weights is answered behind them.
 */
export class TrainingHost {
  readonly #environment: HostEnvironment;
  readonly #preparation: Preparation;
  readonly #checkpoints: CheckpointTaker;
  readonly #controller: RunController;
  readonly #evaluator: Evaluator;
  readonly #inspector: Inspector;
  readonly #exporter: Exporter;
  readonly #queue: CommandQueue<TrainingCommand>;
  readonly #heard = new HeardCommands();
  /** Interrupted requests, until the run rests. */
  readonly #postponed: TrainingCommand[] = [];
  #choice: BackendChoice = 'auto';
  #run: TrainingRun | null = null;

  constructor(environment: HostEnvironment) {
    const { emit } = environment;
    const prepare = (hyperparameters: Hyperparameters) => this.#prepare(hyperparameters);
    this.#environment = environment;
    this.#queue = new CommandQueue(
      (command) => this.#executeInTurn(command),
      (command, error) => emit(failureEvent(command, failureData(error))),
    );
    this.#preparation = new Preparation(environment);
    const interruption = this.#heard.interruptionBy('urgent', () => emit({ kind: 'stillComputing' }));
    const checkpoints = new CheckpointTaker({ emit, prepare });
    const evaluator = new Evaluator({ emit, prepare, checkpoints, interruption });
    const noteTestAccuracy = (run: TrainingRun, point: AccuracyPoint) => evaluator.note(run, point);
    this.#checkpoints = checkpoints;
    this.#evaluator = evaluator;
    this.#controller = new RunController({
      ...environment,
      prepare,
      checkpoints,
      evaluator,
      heard: this.#heard,
      hearCommands: () => this.#queue.drain(),
    });
    this.#inspector = new Inspector({
      emit,
      interruption,
      prepare: (hyperparameters) => this.#preparePicturesToInspect(hyperparameters),
      noteTestAccuracy,
    });
    this.#exporter = new Exporter({
      emit,
      checkpoints,
      interruption,
      prepare: async (hyperparameters) => (await prepare(hyperparameters)).pictures,
      noteTestAccuracy,
    });
  }

  /** From now on commands are heard while they are on their way. */
  share(counts: CountsMessage): void {
    this.#heard.share(counts);
  }

  /** Adds a command; resolves when the queue is empty again. */
  handle(command: TrainingCommand): Promise<void> {
    this.#heard.received(command);
    return this.#queue.take(command);
  }

  async #executeInTurn(command: TrainingCommand): Promise<void> {
    this.#heard.executed(command);
    try {
      await this.#execute(command);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      this.#heard.postponed(command);
      this.#postponed.push(command);
      await this.#heard.arrival();
    } finally {
      // They are executed behind what has interrupted them.
      if (!this.#controller.isTraining) {
        for (const postponed of this.#postponed.splice(0)) void this.#queue.take(postponed);
      }
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
        return this.#controller.pause();
      case 'stopTraining':
        return this.#controller.stop(this.#run);
      case 'saveCheckpoint':
        return this.#controller.takeCheckpoint(this.#presentRun(), 'requested');
      case 'evaluateTestSet':
        return this.#evaluator.evaluate(this.#presentRun());
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
    if (this.#controller.isTraining) return;
    const { runId, network, hyperparameters, backend, pauseAfterSteps, evaluatesAtEnd } = command;
    this.#choice = backend;
    const chosen = networkNamed(network);
    if (!chosen) throw new RangeError(`there is no network ${network}`);
    const { pictures } = await this.#prepare(hyperparameters);
    this.#environment.emit({ kind: 'preparationProgressed', stage: 'weights' });
    const run = newRun(runId, chosen, hyperparameters, pictures);
    this.#replaceRun(run);
    await this.#controller.train(run, { pauseAfterSteps, evaluatesAtEnd });
  }

  async #resume({ runId, parameters, pauseAfterSteps }: CommandOf<'resumeTraining'>): Promise<void> {
    if (this.#controller.isTraining) return;
    const run = this.#presentRun();
    run.id = runId;
    this.#change(run, parameters);
    await this.#controller.train(run, { pauseAfterSteps, evaluatesAtEnd: true });
  }

  #change(run: TrainingRun, parameters: ChangeableParameters): void {
    const changes = changeParameters(run, parameters);
    if (changes.length > 0) this.#environment.emit({ kind: 'parametersChanged', changes });
  }

  async #restore({ purpose, id, bytes, backend }: CommandOf<'restoreCheckpoint'>): Promise<void> {
    if (this.#controller.isTraining) return;
    this.#choice = backend;
    const checkpoint = decodeCheckpoint(bytes, id);
    const { summary, history } = checkpoint;
    const { pictures } = await this.#prepare(summary.hyperparameters);
    const run = restoredRun(checkpoint, id);
    this.#replaceRun(run, summary);
    this.#environment.emit({
      kind: 'checkpointRestored',
      purpose,
      summary,
      history,
      progress: this.#controller.progress(run),
      nextLoss: await nextLoss(run, pictures),
    });
  }

  /** The pictures of a training run must not be replaced. */
  async #preparePicturesToInspect(hyperparameters: Hyperparameters): Promise<PreparedPictures> {
    if (this.#controller.isTraining && !this.#preparation.canOpen(hyperparameters)) {
      const { inputScaling } = hyperparameters;
      throw new Failure({ code: 'other-inputs-in-use', details: { inputScaling } });
    }
    return (await this.#prepare(hyperparameters)).pictures;
  }

  async #measure({ backend, network, hyperparameters }: CommandOf<'measureBackend'>): Promise<void> {
    this.#choice = backend;
    const prepared = await this.#prepare(hyperparameters);
    const timing = await measureBackend(prepared.backend, prepared.pictures, network, hyperparameters);
    this.#environment.emit({ kind: 'backendMeasured', timing });
  }

  /** Starts the backend first, because whitening computes on it. */
  async #prepare(hyperparameters: Hyperparameters): Promise<Prepared> {
    const backend = await this.#preparation.backend(this.#choice, () => this.#reportContextLoss());
    return { backend, pictures: await this.#preparation.pictures(hyperparameters) };
  }

  /** What the host is waiting for may never come after this, so the event bypasses the queue. */
  #reportContextLoss(): void {
    const step = this.#run?.step ?? 0;
    this.#controller.reportNow(this.#run);
    this.#environment.emit({ kind: 'trainingFailed', failure: { code: 'gpu-lost', details: { step } } });
  }

  /** @param origin the checkpoint that it was restored from, if any */
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
