import { useId } from 'react';

interface InlineChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
  /** For names of formats. */
  readonly translate?: 'no';
}

/** A choice among a few, its label before it, in a line with other controls. */
export function InlineChoice<Value extends string>({
  label,
  options,
  value,
  onChoose,
  translate,
}: InlineChoiceProps<Value>) {
  const id = useId();
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        translate={translate}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
