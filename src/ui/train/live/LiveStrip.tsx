import { useRef } from 'react';
import type { SessionState } from '../../../session/state/sessionState.ts';
import { useSessionState } from '../../common/sessionContext.ts';
import { failureText } from '../../words/failures.ts';
import { wholeNumber } from '../../words/numbers.ts';
import { FirstLayer } from './FirstLayer.tsx';
import { TestPictures } from './TestPictures.tsx';
import { useIsSeen } from './useIsSeen.ts';
import { useLiveAnswer } from './useLiveAnswer.ts';
import './live.css';

/** A network learning to see: its first layer, and what it takes a few test pictures for. As high with a run as without. */
export default function LiveStrip() {
  const strip = useRef<HTMLElement>(null);
  const { latest, failure } = useLiveAnswer(useIsSeen(strip));
  const whyEmpty = useSessionState(whyEmptyText);
  const text = latest ? `Step ${wholeNumber(latest.weights.step)}` : whyEmpty;
  return (
    <section ref={strip} className="live-strip" aria-labelledby="live-title">
      <div className="live-head">
        <h3 id="live-title">What the network sees</h3>
        <p className="quiet figures">{failure ? failureText(failure) : text}</p>
      </div>
      <div className="live-groups">
        <FirstLayer pictures={latest?.answer.firstLayer ?? null} />
        <TestPictures
          probabilities={latest?.answer.probabilities ?? null}
          label="Test pictures, and what the network takes them for"
        />
      </div>
    </section>
  );
}

/** Why nothing of a network is shown. */
function whyEmptyText({ data, run, activeSweep }: SessionState): string {
  if (activeSweep !== null) return 'A search never sees the test images.';
  if (run.kind === 'opened') return 'Load its weights to see it here.';
  if (run.kind !== 'idle') return '';
  return data.kind === 'ready'
    ? 'Train, and see what it takes these pictures for.'
    : 'Pictures appear here once CIFAR-10 is loaded.';
}
