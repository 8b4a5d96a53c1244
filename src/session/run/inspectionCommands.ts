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
  type InspectionView,
  type Look,
  type LookedAt,
  nothingInspected,
} from '../state/inspectionState.ts';
import { runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';

/** What a person can do to see what a network has learnt. */
export interface InspectionCommands {
  /** Every open view that does not say otherwise shows these weights from now on. */
  lookAt(subject: LookedAt): void;
  /**
   * Asks for a view, and asks again whenever its run takes a checkpoint, until it is closed.
   *
   * @param subject null to follow what the whole page looks at
   */
  open(view: InspectionView, question: InspectionQuestion, subject?: LookedAt | null): void;
  close(view: InspectionView): void;
  /** Asks again for every open view. */
  refresh(): void;
  /** The official pictures `[3072]` at these places of their set. */
  pictures(images: InspectedImages, places: readonly number[]): Promise<readonly Uint8Array[]>;
}

/** What the session itself does with it. */
interface Inspection extends InspectionCommands {
  /** To be told of each event, after the store has followed it. */
  follow(event: TrainingEvent): void;
  /** Every question that is under way failed for this reason. */
  failed(failure: FailureData): void;
  /** To be told when the training worker was ended: what it was asked is never answered. */
  workerEnded(): void;
  /** Empties every view: there is nothing left to look at. */
  forget(): void;
}

interface InspectionEnvironment {
  readonly send: (command: TrainingCommand) => void;
  readonly loadCheckpoint: CheckpointStores['load'];
  readonly readPictures: InspectionCommands['pictures'];
  readonly recordTestEvaluation: (runId: string, point: AccuracyPoint) => void;
}

/** A view's question on its way. `isStale`: something else was wanted since, which is asked when the answer has come. */
interface Asking {
  readonly requestId: number;
  readonly view: InspectionView;
  isStale: boolean;
}

/** A view has one question under way at a time: a slider that is dragged asks as fast as it is answered, and not faster. */
export function createInspectionCommands(
  store: StoreApi<SessionState>,
  { send, loadCheckpoint, readPictures, recordTestEvaluation }: InspectionEnvironment,
): Inspection {
  let requestId = 0;
  let underWay: Asking[] = [];

  function lookOf(view: InspectionView): Look | undefined {
    return store.getState().inspection.looks[view];
  }

  function changeLook(view: InspectionView, change: Partial<Look>): void {
    store.setState(({ inspection }) => {
      const look = inspection.looks[view];
      if (!look) return {};
      return {
        inspection: { ...inspection, looks: { ...inspection.looks, [view]: { ...look, ...change } } },
      };
    });
  }

  function openViews(): InspectionView[] {
    return Object.keys(store.getState().inspection.looks) as InspectionView[];
  }

  function subjectOf(look: Look): LookedAt {
    return look.subject ?? store.getState().inspection.subject;
  }

  async function ask(view: InspectionView): Promise<void> {
    const look = lookOf(view);
    if (!look) return;
    const present = underWay.find((asking) => asking.view === view);
    if (present) {
      present.isStale = true;
      return;
    }
    const subject = subjectOf(look);
    if (subject.kind === 'presentRun' && !hasPresentWeights(store.getState().run)) return;
    const asking = { requestId: ++requestId, view, isStale: false };
    underWay.push(asking);
    changeLook(view, { isPending: true });
    try {
      const sent = await withBytes(subject);
      // The worker may have been ended meanwhile, or the view closed.
      if (!underWay.includes(asking)) return;
      const { backendChoice: backend } = store.getState();
      send({ kind: 'inspect', requestId: asking.requestId, subject: sent, question: look.question, backend });
    } catch (error) {
      settle(asking, { failure: failureData(error) });
    }
  }

  async function withBytes(subject: LookedAt): Promise<InspectionSubject> {
    if (subject.kind === 'presentRun') return subject;
    return { ...subject, bytes: await loadCheckpoint(subject.id) };
  }

  function answered(id: number, news: Pick<Look, 'failure'> | Pick<Look, 'answer' | 'failure'>): void {
    const asking = underWay.find((other) => other.requestId === id);
    if (asking) settle(asking, news);
  }

  function settle(asking: Asking, news: Partial<Look>): void {
    underWay = underWay.filter((other) => other !== asking);
    changeLook(asking.view, { ...news, isPending: asking.isStale });
    if (asking.isStale) void ask(asking.view);
  }

  /** Trials of a sweep never look at the test images. */
  function refreshPresent(isDue: (look: Look) => boolean = () => true): void {
    const { activeSweep } = store.getState();
    if (activeSweep !== null) return;
    for (const view of openViews()) {
      const look = lookOf(view);
      if (look && subjectOf(look).kind === 'presentRun' && isDue(look)) void ask(view);
    }
  }

  /** A view that was opened before the run had weights, or that still shows another run. */
  function isOfAnotherRun({ isPending, failure, answer }: Look): boolean {
    const runId = runOf(store.getState().run)?.id;
    return !isPending && failure === null && answer?.weights.runId !== runId;
  }

  /** The training worker counts for the run that it has; here for those on record. */
  function countTestLook({ weights, answer }: Extract<TrainingEvent, { kind: 'inspected' }>): void {
    const { run } = store.getState();
    const isPresent = hasPresentWeights(run) && runOf(run)?.id === weights.runId;
    if (answer.kind !== 'predictions' || answer.images !== 'test' || isPresent) return;
    const accuracy = accuracyOf(confusionMatrixOf(answer.predictions));
    recordTestEvaluation(weights.runId, { step: weights.step, accuracy });
  }

  function refresh(): void {
    for (const view of openViews()) void ask(view);
  }

  return {
    refresh,
    pictures: readPictures,

    lookAt(subject) {
      store.setState(({ inspection }) => ({ inspection: { ...inspection, subject } }));
      for (const view of openViews()) if (lookOf(view)?.subject === null) void ask(view);
    },

    open(view, question, subject = null) {
      const before = lookOf(view);
      const look = { isPending: false, answer: null, failure: null, ...before, question, subject };
      store.setState(({ inspection }) => ({
        inspection: { ...inspection, looks: { ...inspection.looks, [view]: look } },
      }));
      void ask(view);
    },

    close(view) {
      underWay = underWay.filter((asking) => asking.view !== view);
      store.setState(({ inspection }) => {
        const { [view]: _closed, ...looks } = inspection.looks;
        return { inspection: { ...inspection, looks } };
      });
    },

    follow(event) {
      switch (event.kind) {
        case 'inspected': {
          const answer = { weights: event.weights, content: event.answer };
          answered(event.requestId, { answer, failure: null });
          countTestLook(event);
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
        case 'stepsCompleted':
          refreshPresent(isOfAnotherRun);
          break;
        default:
      }
    },

    failed(failure) {
      for (const asking of underWay) settle(asking, { failure });
    },

    workerEnded() {
      underWay = [];
      for (const view of openViews()) changeLook(view, { isPending: false });
    },

    forget() {
      underWay = [];
      for (const view of openViews()) changeLook(view, { isPending: false, answer: null, failure: null });
      store.setState(({ inspection }) => ({ inspection: { ...nothingInspected, looks: inspection.looks } }));
    },
  };
}
