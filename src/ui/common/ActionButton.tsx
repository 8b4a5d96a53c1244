import type { ReactNode } from 'react';
import { usePassingAnswer } from './PassingAnswer.tsx';

interface ActionButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Why it cannot be pressed now; null if it can. */
  readonly unavailable?: string | null;
  /** Told the reason when it is pressed all the same; left out, the page says it for a few seconds. */
  readonly onRefused?: (reason: string) => void;
  readonly look?: 'primary' | 'plain' | 'danger';
  readonly label?: string;
  readonly describedBy?: string;
  /** For a button that switches something on and off. */
  readonly isPressed?: boolean;
}

/**
 * A button that stays in the tab order when it cannot be used, and then says why: a grey, mute control leaves
 * people guessing.
 */
export function ActionButton({
  children,
  onPress,
  unavailable = null,
  onRefused,
  look = 'plain',
  label,
  describedBy,
  isPressed,
}: ActionButtonProps) {
  const answer = usePassingAnswer();
  const refuse = onRefused ?? answer;
  return (
    <button
      type="button"
      className={`button button-${look}`}
      aria-disabled={unavailable !== null}
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={isPressed}
      title={unavailable ?? undefined}
      onClick={() => (unavailable === null ? onPress() : refuse(unavailable))}
    >
      {children}
    </button>
  );
}
