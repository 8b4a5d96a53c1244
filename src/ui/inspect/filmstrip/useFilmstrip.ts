import { useEffect, useState } from 'react';
import type { FailureData } from '../../../failure.ts';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { useSession, useSessionState } from '../../common/sessionContext.ts';
import { emptyFilmstrip, type Filmstrip, type Frame, nextFrame, withPictures } from './frames.ts';

interface Taken extends Filmstrip {
  readonly failures: ReadonlyMap<number, FailureData>;
}

interface FilmstripState extends Taken {
  /** Whether nothing is missing that can be had. */
  readonly isComplete: boolean;
  /** Computes everything again, and chooses the units anew. */
  readonly refresh: () => void;
}

const nothingTaken: Taken = { ...emptyFilmstrip, failures: new Map() };

/**
 * Asks about one checkpoint of a run after the other, and keeps the answers as long as the component is shown.
 *
 * @param frames the same object as long as they are the same
 */
export function useFilmstrip(runId: string, frames: readonly Frame[]): FilmstripState {
  const { inspection } = useSession();
  const view = useSessionState((state) => state.inspection.views.firstLayer);
  const [taken, setTaken] = useState(nothingTaken);
  const next = nextFrame(frames, taken, [...taken.failures.keys()]);

  useEffect(() => {
    if (view?.isPending || next === null) return;
    const { answer, failure, target } = view ?? {};
    const pictures = answerIn(view, 'firstLayer')?.pictures;
    if (failure && target?.kind === 'checkpoint' && target.id === next.id) {
      setTaken((before) => ({ ...before, failures: new Map([...before.failures, [next.step, failure]]) }));
    } else if (pictures && answer?.weights.runId === runId && answer.weights.step === next.step) {
      setTaken((before) => ({ ...before, ...withPictures(before, next.step, pictures) }));
    } else {
      const question = { kind: 'firstLayer', units: taken.rows?.units ?? null } as const;
      inspection.open('firstLayer', question, { kind: 'checkpoint', id: next.id });
    }
  }, [inspection, view, runId, next, taken]);

  useEffect(() => () => inspection.close('firstLayer'), [inspection]);

  return {
    ...taken,
    isComplete: next === null,
    refresh: () => {
      inspection.close('firstLayer');
      setTaken(nothingTaken);
    },
  };
}
