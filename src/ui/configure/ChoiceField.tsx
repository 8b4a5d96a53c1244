import { useId } from 'react';
import type { ChoiceKey } from '../../configuration/hyperparameters.ts';
import { choiceDeclaration } from '../../configuration/hyperparameters.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { FieldReset } from './FieldReset.tsx';
import { HelpPopover } from './HelpPopover.tsx';

/** One hyperparameter that is one of a few named things. */
export function ChoiceField({ parameter }: { readonly parameter: ChoiceKey }) {
  const session = useSession();
  const { label, options, what } = choiceDeclaration(parameter);
  const chosen = useSessionState(({ fields }) => fields[parameter]);
  const id = useId();
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <HelpPopover title={label}>
          <p>{what}</p>
        </HelpPopover>
        <FieldReset parameter={parameter} label={label} />
      </div>
      <select
        id={id}
        autoComplete="off"
        value={chosen}
        onChange={(event) => session.setField(parameter, event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
