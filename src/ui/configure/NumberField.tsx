import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { checkNumber, nearestValue, numberText } from '../../configuration/checkNumber.ts';
import type { NumberSpec } from '../../configuration/numberSpec.ts';
import {
  lastPosition,
  moved,
  nudged,
  positionOfValue,
  valueAtPosition,
} from '../../configuration/sliderScale.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { numberProblemText } from '../words/numberProblems.ts';
import { parameterText } from '../words/numbers.ts';
import { FieldReset } from './FieldReset.tsx';
import { HelpPopover } from './HelpPopover.tsx';
import { NumberHelp } from './NumberHelp.tsx';

interface NumberFieldProps {
  readonly spec: NumberSpec;
  /** Something to stand in the slider's place. */
  readonly children?: ReactNode;
  /** Why a number that is valid by itself cannot be used with the other fields. */
  readonly refusal?: string | null;
  /** Something to say below. */
  readonly note?: ReactNode;
}

/** One hyperparameter: a number field and a slider that move together, and a sentence where the number is none. */
export function NumberField({ spec, children, refusal = null, note }: NumberFieldProps) {
  const session = useSession();
  const text = useSessionState(({ fields }) => fields[spec.key]);
  const id = useId();
  const check = checkNumber(spec, text);
  const nearest = nearestValue(spec, check);
  const asksForFresh = spec.key === 'seed' && text.trim() === '';
  const setValue = (value: number) => session.setField(spec.key, numberText(spec, value));

  return (
    <div className="field">
      <div className="field-head">
        <label id={`${id}-label`} htmlFor={`${id}-number`}>
          {spec.label}
        </label>
        <HelpPopover title={spec.label}>
          <NumberHelp spec={spec} />
        </HelpPopover>
        <FieldReset parameter={spec.key} label={spec.label} />
      </div>
      <div className="field-controls">
        {children || (
          <input
            type="range"
            autoComplete="off"
            aria-labelledby={`${id}-label`}
            min={0}
            max={lastPosition(spec)}
            value={positionOfValue(spec, nearest)}
            aria-valuetext={check.ok ? parameterText(check.value) : 'no value'}
            onChange={(event) => setValue(moved(spec, nearest, event.target.valueAsNumber))}
          />
        )}
        <SpinButton
          id={`${id}-number`}
          spec={spec}
          text={text}
          value={check.ok ? check.value : null}
          nearest={nearest}
          isInvalid={(!check.ok && !asksForFresh) || refusal !== null}
          problemId={`${id}-problem`}
          onText={(typed) => session.typeInField(spec.key, typed)}
          onValue={setValue}
        />
      </div>
      <p id={`${id}-problem`} className="field-problem" aria-live="polite">
        {check.ok || asksForFresh ? refusal : numberProblemText(spec, check.problem)}
      </p>
      {note}
      {asksForFresh && <p className="quiet">Empty: Train picks a random seed and writes it here.</p>}
    </div>
  );
}

interface SpinButtonProps {
  readonly id: string;
  readonly spec: NumberSpec;
  readonly text: string;
  readonly value: number | null;
  /** The value itself, or the one that is nearest to the text. */
  readonly nearest: number;
  readonly isInvalid: boolean;
  readonly problemId: string;
  readonly onText: (text: string) => void;
  readonly onValue: (value: number) => void;
}

/**
 * A spin button made of a text field: `type="number"` hides what was typed when it is not a number, so that no
 * sentence could say what is wrong with it. A number that is typed is set with Enter, or when the field is left: half of it would be
 * another one, and end a run that trains.
 */
function SpinButton({
  id,
  spec,
  text,
  value,
  nearest,
  isInvalid,
  problemId,
  onText,
  onValue,
}: SpinButtonProps) {
  const isTyped = useRef(false);

  function set(next: number) {
    isTyped.current = false;
    onValue(next);
  }

  /** The value as it was understood. What is invalid stays as it was typed. */
  function setTyped() {
    if (value !== null && (isTyped.current || text !== numberText(spec, value))) set(value);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') return setTyped();
    const next = valueAfterKey(spec, nearest, event.key);
    if (next === null) return;
    event.preventDefault();
    set(next);
  }
  return (
    <input
      id={id}
      className="number-field"
      type="text"
      role="spinbutton"
      inputMode={spec.isInteger ? 'numeric' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      value={text}
      aria-valuenow={value ?? undefined}
      aria-valuemin={spec.min}
      aria-valuemax={spec.max}
      aria-invalid={isInvalid}
      aria-describedby={problemId}
      onChange={(event) => {
        isTyped.current = true;
        onText(event.target.value);
      }}
      onBlur={setTyped}
      onKeyDown={onKeyDown}
    />
  );
}

/** The arrow and page keys of a spin button; null for every other key. */
function valueAfterKey(spec: NumberSpec, value: number, key: string): number | null {
  switch (key) {
    case 'ArrowUp':
      return nudged(spec, value, 1);
    case 'ArrowDown':
      return nudged(spec, value, -1);
    case 'PageUp':
      return valueAtPosition(spec, Math.min(lastPosition(spec), positionOfValue(spec, value) + 20));
    case 'PageDown':
      return valueAtPosition(spec, Math.max(0, positionOfValue(spec, value) - 20));
    default:
      return null;
  }
}
