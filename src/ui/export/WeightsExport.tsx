import { useState } from 'react';
import type { WeightsFormatId } from '../../export/exportedFile.ts';
import { weightsFormats } from '../../export/weightsFormats.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useShownNetwork } from '../common/useShownNetwork.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

const formatOptions = weightsFormats.map(({ id, label }) => ({ value: id, label }));

/** The trained weights, for other programs. */
export function WeightsExport() {
  const session = useSession();
  const [format, setFormat] = useState<WeightsFormatId>('safetensors');
  const { network, hyperparameters } = useShownNetwork();
  const chosen = weightsFormats.find((candidate) => candidate.id === format);
  return (
    <div className="export-group">
      <h3>Weights</h3>
      {chosen && network && (
        <p className="quiet">
          {chosen.description(network.layers(hyperparameters), hyperparameters.inputScaling)}
        </p>
      )}
      <div className="row">
        <InlineChoice
          label="Weights format"
          options={formatOptions}
          value={format}
          onChoose={setFormat}
          translate="no"
        />
        <ActionButton
          disabledReason={useDisabledReason('export')}
          onPress={() => session.exportFiles(format)}
        >
          Download weights
        </ActionButton>
      </div>
    </div>
  );
}
