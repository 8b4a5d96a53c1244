import { memo } from 'react';
import { answerIn } from '../../../session/state/inspectionState.ts';
import { FailureNotice } from '../../common/FailureNotice.tsx';
import { LazyDetails } from '../../common/LazyDetails.tsx';
import { useSessionState } from '../../common/sessionContext.ts';
import { TestPictures } from '../../train/live/TestPictures.tsx';
import { wholeNumber } from '../../words/numbers.ts';
import { useInspectedPositions } from '../useInspectedPositions.ts';
import { useInspection } from '../useInspection.ts';
import './guesses.css';

/** What the network takes 20 test pictures for, which are no evaluation: see `shownTestPictures.ts`. */
export const GuessesView = memo(function GuessesView() {
  return (
    <LazyDetails className="inspect-view" summary={<h3>Guesses about 20 test pictures</h3>}>
      <OpenView />
    </LazyDetails>
  );
});

function OpenView() {
  const isReady = useSessionState(({ data }) => data.kind === 'ready');
  const isSearching = useSessionState(({ activeSweep }) => activeSweep !== null);
  const positions = useInspectedPositions();
  if (!isReady || positions.length === 0) {
    return <p className="inspect-body quiet">Train a network or restore a checkpoint first.</p>;
  }
  if (isSearching) return <p className="inspect-body quiet">A search never sees the test images.</p>;
  return <Guesses />;
}

const question = { kind: 'shownTestPictures' } as const;

function Guesses() {
  const view = useInspection('shownTestPictures', question);
  const probabilities = answerIn(view, 'shownTestPictures')?.probabilities ?? null;
  return (
    <div className="inspect-body">
      <p role="status" className="quiet figures">
        {view?.answer && !view.isPending ? `Step ${wholeNumber(view.answer.weights.step)}` : 'Computing…'}
      </p>
      {view?.failure && <FailureNotice failure={view.failure} />}
      <div className="guesses">
        <TestPictures probabilities={probabilities} label="The same test pictures at the step above" />
      </div>
    </div>
  );
}
