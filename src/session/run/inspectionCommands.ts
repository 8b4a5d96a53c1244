import type { StoreApi } from 'zustand/vanilla';
import type { CheckpointStores } from '../../checkpoint/checkpointStores.ts';
import { type FailureData, failureData } from '../../failure.ts';
import type { AccuracyPoint } from '../../history/history.ts';
import { accuracyOf, confusionMatrixOf } from '../../inspection/confusionMatrix.ts';
import type {
  InspectedImages,
  InspectionQuestion,
  InspectionSubject,
} from '../../worker/training/inspection/inspectionProtocol.ts';
import type { TrainingCommand, TrainingEvent } from '../../worker/training/protocol.ts';
import {
  hasPresentWeights,
  type InspectionTarget,
  type InspectionView,
  looksAtTestImages,
  nothingInspected,
  type ViewState,
} from '../state/inspectionState.ts';
import { runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { wouldEvaluate } from '../state/wouldEvaluate.ts';

/** Commands that show what a network has learned. */
export interface InspectionCommands {
  /** Every open view without a target of its own shows these weights from now on. */
  setTarget(target: InspectionTarget): void;
  /**
   * Asks a view's question, and asks it again whenever its run takes a checkpoint, until the view is closed. A question that would
   * evaluate the network on the test images is held back until `refresh`, unless the view has a target of its own.
   *
   * @param target null to follow the target of the page
   */
  open(view: InspectionView, question: InspectionQuestion, target?: InspectionTarget | null): void;
  close(view: InspectionView): void;
  /** Asks the view's question again, and one that was held back. */
  refresh(view: InspectionView): void;
  /** The official pictures `[3072]` at these places of their set. */
  pictures(images: InspectedImages, places: readonly number[]): Promise<readonly Uint8Array[]>;
}

/** What only the session itself calls. */
interface Inspection extends InspectionCommands {
  /** Called with each event, after the store has handled it. */
  follow(event: TrainingEvent): void;
  /** Every question in flight failed for this reason. */
  failed(failure: FailureData): void;
  /** Called when the training worker was ended: its questions are never answered. */
  workerEnded(): void;
  /** Empties every view: there are no weights left to inspect. */
  forget(): void;
}

interface InspectionEnvironment {
  readonly send: (command: TrainingCommand) => void;
  readonly loadCheckpoint: CheckpointStores['load'];
  readonly readPictures: InspectionCommands['pictures'];
  readonly recordTestEvaluation: (runId: string, point: AccuracyPoint) => void;
}

/** A view's question that has no answer yet. */
interface PendingQuestion {
  readonly requestId: number;
  readonly view: InspectionView;
  /** Another question has replaced it, which is asked when the answer arrives. */
  isStale: boolean;
  /** The view was held back meanwhile: the answer is about weights that it no longer shows. */
  isUnwanted: boolean;
}

/** A view has one question in flight at a time: dragging a slider asks no faster than the worker answers. */
export function createInspectionCommands(
  store: StoreApi<SessionState>,
  { send, loadCheckpoint, readPictures, recordTestEvaluation }: InspectionEnvironment,
): Inspection {
  let requestId = 0;
  let inFlight: PendingQuestion[] = [];

  function stateOf(view: InspectionView): ViewState | undefined {
    return store.getState().inspection.views[view];
  }

  function changeState(view: InspectionView, change: Partial<ViewState>): void {
    store.setState(({ inspection }) => {
      const viewState = inspection.views[view];
      if (!viewState) return {};
      return {
        inspection: { ...inspection, views: { ...inspection.views, [view]: { ...viewState, ...change } } },
      };
    });
  }

  function openViews(): InspectionView[] {
    return Object.keys(store.getState().inspection.views) as InspectionView[];
  }

  function targetOf(viewState: ViewState): InspectionTarget {
    return viewState.target ?? store.getState().inspection.target;
  }

  /** What another choice of weights leaves to show. */
  function askOrHoldBack(view: InspectionView): void {
    const viewState = stateOf(view);
    if (viewState && viewState.target === null && wouldEvaluate(viewState, store.getState())) {
      const present = inFlight.find((question) => question.view === view);
      if (present) Object.assign(present, { isStale: false, isUnwanted: true });
      changeState(view, { isHeldBack: true, isPending: false, answer: null });
    } else void ask(view);
  }

  async function ask(view: InspectionView): Promise<void> {
    const viewState = stateOf(view);
    if (!viewState) return;
    const present = inFlight.find((question) => question.view === view);
    if (present) {
      present.isStale = true;
      changeState(view, { isPending: true, isHeldBack: false });
      return;
    }
    const target = targetOf(viewState);
    if (target.kind === 'presentRun' && !hasPresentWeights(store.getState().run)) return;
    const question = { requestId: ++requestId, view, isStale: false, isUnwanted: false };
    inFlight.push(question);
    changeState(view, { isPending: true, isHeldBack: false });
    try {
      const sent = await subjectOfTarget(target);
      // The worker may have been ended meanwhile, or the view closed.
      if (!inFlight.includes(question)) return;
      const { backendChoice: backend } = store.getState();
      send({
        kind: 'inspect',
        requestId: question.requestId,
        subject: sent,
        question: viewState.question,
        backend,
      });
    } catch (error) {
      settle(question, { failure: failureData(error) });
    }
  }

  async function subjectOfTarget(target: InspectionTarget): Promise<InspectionSubject> {
    if (target.kind === 'presentRun') return target;
    return { ...target, bytes: await loadCheckpoint(target.id) };
  }

  function answered(
    id: number,
    news: Pick<ViewState, 'failure'> | Pick<ViewState, 'answer' | 'failure'>,
  ): void {
    const question = inFlight.find((other) => other.requestId === id);
    if (question) settle(question, news);
  }

  function settle(question: PendingQuestion, news: Partial<ViewState>): void {
    inFlight = inFlight.filter((other) => other !== question);
    changeState(question.view, { ...(question.isUnwanted ? {} : news), isPending: question.isStale });
    if (question.isStale) void ask(question.view);
  }

  /** Trials of a sweep never see the test images, and no other run sees them here before it is evaluated on them. */
  function refreshPresent(isDue: (viewState: ViewState) => boolean = () => true): void {
    const { activeSweep } = store.getState();
    if (activeSweep !== null) return;
    for (const view of openViews()) {
      const viewState = stateOf(view);
      if (!viewState || targetOf(viewState).kind !== 'presentRun' || !isDue(viewState)) continue;
      if (!wouldEvaluate(viewState, store.getState())) void ask(view);
    }
  }

  /** A view that was opened before the run had weights, or that still shows another run. */
  function isOfAnotherRun({ isPending, failure, answer }: ViewState): boolean {
    const runId = runOf(store.getState().run)?.id;
    return !isPending && failure === null && answer?.weights.runId !== runId;
  }

  /** Counts an evaluation in the record of another run; the training worker counts those of its own run. */
  function countTestEvaluation({ weights, answer }: Extract<TrainingEvent, { kind: 'inspected' }>): void {
    const { run } = store.getState();
    const isPresent = hasPresentWeights(run) && runOf(run)?.id === weights.runId;
    if (answer.kind !== 'predictions' || answer.images !== 'test' || isPresent) return;
    const accuracy = accuracyOf(confusionMatrixOf(answer.predictions));
    recordTestEvaluation(weights.runId, { step: weights.step, accuracy });
  }

  return {
    refresh: (view) => void ask(view),
    pictures: readPictures,

    setTarget(target) {
      store.setState(({ inspection }) => ({ inspection: { ...inspection, target } }));
      for (const view of openViews()) if (stateOf(view)?.target === null) askOrHoldBack(view);
    },

    open(view, question, target = null) {
      const before = stateOf(view);
      const viewState = {
        isPending: false,
        isHeldBack: false,
        answer: null,
        failure: null,
        ...before,
        question,
        target,
      };
      store.setState(({ inspection }) => ({
        inspection: { ...inspection, views: { ...inspection.views, [view]: viewState } },
      }));
      askOrHoldBack(view);
    },

    close(view) {
      inFlight = inFlight.filter((question) => question.view !== view);
      store.setState(({ inspection }) => {
        const { [view]: _closed, ...views } = inspection.views;
        return { inspection: { ...inspection, views } };
      });
    },

    follow(event) {
      switch (event.kind) {
        case 'inspected': {
          const answer = { weights: event.weights, content: event.answer };
          answered(event.requestId, { answer, failure: null });
          countTestEvaluation(event);
          break;
        }
        case 'inspectionFailed':
          answered(event.requestId, { failure: event.failure });
          break;
        case 'checkpointTaken':
          if (!event.isUpdate && event.checkpoint.summary.reason !== 'best') refreshPresent();
          break;
        case 'checkpointRestored':
          refreshPresent();
          break;
        case 'testSetEvaluated':
          refreshPresent(looksAtTestImages);
          break;
        case 'stepsCompleted':
          refreshPresent(isOfAnotherRun);
          break;
        default:
      }
    },

    failed(failure) {
      for (const question of inFlight) settle(question, { failure });
    },

    workerEnded() {
      inFlight = [];
      for (const view of openViews()) changeState(view, { isPending: false });
    },

    forget() {
      inFlight = [];
      for (const view of openViews()) changeState(view, { isPending: false, answer: null, failure: null });
      store.setState(({ inspection }) => ({ inspection: { ...nothingInspected, views: inspection.views } }));
    },
  };
}
