import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { isChoiceKey } from '../../configuration/hyperparameters.ts';
import { numberSpec } from '../../configuration/numberSpec.ts';
import { decidingParameters } from '../../configuration/parseHyperparameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { useSessionState } from '../common/sessionContext.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { NumberField } from './NumberField.tsx';
import { SeedButton } from './SeedButton.tsx';

/** The control that a hyperparameter has. */
export function ParameterField({ parameter }: { readonly parameter: ParameterKey }) {
  const fields = useSessionState((state) => state.fields);
  const network = useSessionState((state) => state.network);
  if (isChoiceKey(parameter)) return <ChoiceField parameter={parameter} />;
  const deciding = decidingParameters(fields, networkNamed(network)?.parameters ?? []);
  return (
    <NumberField spec={numberSpec(parameter, deciding)}>{parameter === 'seed' && <SeedButton />}</NumberField>
  );
}
