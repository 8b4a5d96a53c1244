import { useId } from 'react';
import { checkNumber, numberText } from '../../configuration/checkNumber.ts';
import type { NumberRange } from '../../configuration/numberSpec.ts';

interface DraftNumberProps {
  readonly label: string;
  /** Its full name, where the label is one only beside others. */
  readonly name?: string;
  readonly range: NumberRange;
  readonly text: string;
  /** What an empty field stands for, where it may be empty. */
  readonly placeholder?: string;
  /** What is wrong with it; null where nothing is. */
  readonly problem: string | null;
  readonly onText: (text: string) => void;
}

/** A number of the sweep, and a sentence where it is none. */
export function DraftNumber({ label, name, range, text, placeholder, problem, onText }: DraftNumberProps) {
  const id = useId();
  const check = checkNumber(range, text);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="number-field"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={placeholder}
        aria-label={name}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onText(event.target.value)}
        // The value as it was understood. What is invalid stays as it was typed.
        onBlur={() => check.ok && onText(numberText(range, check.value))}
      />
      <p id={`${id}-problem`} className="field-problem" aria-live="polite">
        {problem}
      </p>
    </div>
  );
}
