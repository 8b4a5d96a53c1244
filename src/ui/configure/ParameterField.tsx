import { lazy } from 'react';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { isChoiceKey } from '../../configuration/hyperparameters.ts';
import { numberSpec } from '../../configuration/numberSpec.ts';
import { decidingParameters } from '../../configuration/parseHyperparameters.ts';
import { networkNamed } from '../../network/networks.ts';
import { memoryNeed } from '../../session/state/memoryNeed.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { Deferred } from '../common/Deferred.tsx';
import { useSessionState } from '../common/sessionContext.ts';
import { memoryRefusalText } from '../words/memory.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { MemoryNote } from './MemoryNote.tsx';
import { NumberField } from './NumberField.tsx';
import { SeedButton } from './SeedButton.tsx';

const TimeNote = lazy(() => import('./TimeNote.tsx'));

/** The control that a hyperparameter has. */
export function ParameterField({ parameter }: { readonly parameter: ParameterKey }) {
  const fields = useSessionState((state) => state.fields);
  const network = useSessionState((state) => state.network);
  const refusal = useSessionState((state) => (parameter === 'batchSize' ? memoryRefusal(state) : null));
  if (isChoiceKey(parameter)) return <ChoiceField parameter={parameter} />;
  const deciding = decidingParameters(fields, networkNamed(network)?.parameters ?? []);
  return (
    <NumberField
      spec={numberSpec(parameter, deciding)}
      refusal={refusal}
      note={
        <>
          {parameter === 'batchSize' && <MemoryNote />}
          <Deferred fallback={parameter === 'maxSteps' && <p className="quiet">…</p>}>
            <TimeNote parameter={parameter} />
          </Deferred>
        </>
      }
    >
      {parameter === 'seed' && <SeedButton />}
    </NumberField>
  );
}

/** Of all sizes, the batch size is the one that can be lowered without changing the network. */
function memoryRefusal(state: SessionState): string | null {
  const need = memoryNeed(state);
  const keys = networkNamed(state.network)?.parameters ?? [];
  return need?.kind === 'too-much' ? memoryRefusalText(need, keys) : null;
}
