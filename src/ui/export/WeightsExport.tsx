import { useId, useState } from 'react';
import { type WeightsFormatId, weightsFormats } from '../../export/weightsFormats.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useControl } from '../train/useControl.ts';

/** The trained weights, for other programs. */
export function WeightsExport() {
  const session = useSession();
  const [format, setFormat] = useState<WeightsFormatId>('safetensors');
  const id = useId();
  const chosen = weightsFormats.find((candidate) => candidate.id === format);
  return (
    <div className="export-group">
      <h3>Weights</h3>
      {chosen && <p className="quiet">{chosen.description}</p>}
      <div className="row">
        <label className="inline-field" htmlFor={id}>
          Weights format
          <select id={id} value={format} onChange={(event) => setFormat(chosenFormat(event.target.value))}>
            {weightsFormats.map(({ id: value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <ActionButton unavailable={useControl('export')} onPress={() => session.exportFiles(format)}>
          Download weights
        </ActionButton>
      </div>
    </div>
  );
}

function chosenFormat(value: string): WeightsFormatId {
  return weightsFormats.find(({ id }) => id === value)?.id ?? 'safetensors';
}
