import { secondsLeft } from '../../session/state/timeLeft.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { durationText } from '../words/numbers.ts';

/** How long the run still takes; nothing where that is not known. */
export default function TimeLeft() {
  const text = useSessionState((state) => {
    const seconds = secondsLeft(state);
    return seconds === null ? '' : `, ${durationText(seconds)} left`;
  });
  return <span>{text}</span>;
}
