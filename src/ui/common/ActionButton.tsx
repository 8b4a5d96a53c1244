import type { ReactNode } from 'react';
import { useToast } from './Toast.tsx';

interface ActionButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Why the button is disabled now; null if it is enabled. */
  readonly disabledReason?: string | null;
  /** Called with the reason when the disabled button is pressed; without it, a toast shows the reason. */
  readonly onRefused?: (reason: string) => void;
  readonly variant?: 'primary' | 'plain' | 'danger';
  readonly label?: string;
  readonly describedBy?: string;
  /** For a toggle button. */
  readonly isPressed?: boolean;
}

/**
 * A button that stays in the tab order while it is disabled, and says why when it is pressed: a grey button without a reason
 * leaves people guessing.
 */
export function ActionButton({
  children,
  onPress,
  disabledReason = null,
  onRefused,
  variant = 'plain',
  label,
  describedBy,
  isPressed,
}: ActionButtonProps) {
  const toast = useToast();
  const refuse = onRefused ?? toast;
  return (
    <button
      type="button"
      className={`button button-${variant}`}
      aria-disabled={disabledReason !== null}
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={isPressed}
      title={disabledReason ?? undefined}
      onClick={() => (disabledReason === null ? onPress() : refuse(disabledReason))}
    >
      {children}
    </button>
  );
}
