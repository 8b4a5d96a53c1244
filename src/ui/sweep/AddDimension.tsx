import { useState } from 'react';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { parameterLabel } from '../../configuration/parameters.ts';
import { ActionButton } from '../common/ActionButton.tsx';

interface AddDimensionProps {
  /** The parameters that are not searched yet. */
  readonly keys: readonly ParameterKey[];
  readonly onAdd: (key: ParameterKey) => void;
}

/** Chooses another parameter to search. */
export function AddDimension({ keys, onAdd }: AddDimensionProps) {
  const [chosen, setChosen] = useState<ParameterKey | null>(null);
  const key = keys.find((candidate) => candidate === chosen) ?? keys[0];
  if (key === undefined) return <p className="quiet">All parameters have been added.</p>;
  return (
    <div className="row">
      <select
        aria-label="Parameter to add"
        value={key}
        onChange={(event) => setChosen(keys.find((candidate) => candidate === event.target.value) ?? null)}
      >
        {keys.map((candidate) => (
          <option key={candidate} value={candidate}>
            {parameterLabel(candidate)}
          </option>
        ))}
      </select>
      <ActionButton onPress={() => onAdd(key)}>Add parameter</ActionButton>
    </div>
  );
}
