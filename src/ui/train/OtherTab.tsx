import type { LockState } from '../../session/state/lockState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';

/** Says that another tab trains, and offers to take over from it. */
export function OtherTab() {
  const session = useSession();
  const place = useSessionState(({ trainingLock }) => trainingLock);
  if (place === 'free' || place === 'here') return null;
  return (
    <div className="notice" role="status">
      <p>{texts[place]}</p>
      {place !== 'asking' && (
        <div className="row">
          <ActionButton onPress={session.takeOver}>
            {place === 'silent' ? 'Take over by force' : 'Take over'}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

const texts: Record<Exclude<LockState, 'free' | 'here'>, string> = {
  elsewhere:
    'Another tab is training. What it saves appears here automatically. To train in this tab, take over: the other tab then pauses and saves a checkpoint.',
  yielded:
    'Another tab has taken over. What was saved here is kept. To continue here, wait until the other tab is done, or take over again.',
  robbed:
    'Another tab took over by force, because this tab did not answer. A run in this tab pauses, and what it had not saved is added to the checkpoints. To continue here, take over again.',
  overruled:
    'A third tab asked to take over after this one, so it is the next to train. To train in this tab instead, take over again.',
  asking: 'Asking the other tab to pause and save…',
  silent:
    'The other tab does not answer. If you take over by force, its run stops, and what it trained since its last save may be lost.',
};
