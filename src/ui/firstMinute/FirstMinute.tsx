import { sampleSpriteUrl } from 'virtual:sample-sprite';
import { lazy } from 'react';
import { spriteHeight, spriteWidth } from '../../data/samples.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import './firstMinute.css';

const Playground = lazy(() => import('./Playground.tsx'));

interface FirstMinuteProps {
  /** Whether it stays when CIFAR-10 is there. */
  readonly stays: boolean;
}

/** Until CIFAR-10 is there: sample pictures, seen before any script, and a small trained network to try on them. */
export function FirstMinute({ stays }: FirstMinuteProps) {
  const kind = useSessionState(({ data }) => data.kind);
  if ((kind === 'ready' && !stays) || kind === 'deleting') return null;
  return (
    <div className={kind === 'checking' ? 'first-minute first-minute-assumed' : 'first-minute'}>
      <img
        className="sample-wall"
        src={sampleSpriteUrl}
        width={spriteWidth}
        height={spriteHeight}
        alt="60 pictures of CIFAR-10, six of each class"
      />
      <Deferred fallback={<div className="playground" />}>
        <Playground />
      </Deferred>
    </div>
  );
}
