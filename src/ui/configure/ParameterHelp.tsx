import { useId } from 'react';
import { articleHyperparameters } from '../../configuration/hyperparameters.ts';
import type { ParameterSpec } from '../../configuration/parameterSpecs.ts';
import { parameterText } from '../words/numbers.ts';

/** What a hyperparameter is, in a popover beside its name. */
export function ParameterHelp({ spec }: { readonly spec: ParameterSpec }) {
  const id = useId();
  const { what, formula, tooSmall, tooLarge } = spec.help;
  return (
    <>
      <button type="button" className="help-button" popoverTarget={id} aria-label={`About ${spec.label}`}>
        ?
      </button>
      <div id={id} popover="auto" className="help" role="note">
        <h3>{spec.label}</h3>
        <p>{what}</p>
        {formula && <p className="formula">{formula}</p>}
        <dl>
          <dt>Too small</dt>
          <dd>{tooSmall}</dd>
          <dt>Too large</dt>
          <dd>{tooLarge}</dd>
          <dt>Article</dt>
          <dd>{spec.key === 'seed' ? 'names none' : parameterText(articleHyperparameters[spec.key])}</dd>
        </dl>
      </div>
    </>
  );
}
