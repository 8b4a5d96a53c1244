import { useState } from 'react';
import type { WeightsFormatId } from '../../export/exportedFile.ts';
import { weightsFormats } from '../../export/weightsFormats.ts';
import { shownRun } from '../../session/state/runState.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { InlineChoice } from '../common/InlineChoice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useShownNetwork } from '../common/useShownNetwork.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { wholeNumber } from '../words/numbers.ts';
import { runNames } from '../words/runNames.ts';

const formatOptions = weightsFormats.map(({ id, label }) => ({ value: id, label }));

/** The trained weights, for other programs. */
export function WeightsExport() {
  const session = useSession();
  const [format, setFormat] = useState<WeightsFormatId>('safetensors');
  const { network, hyperparameters } = useShownNetwork();
  const whose = useSessionState(shownWeights);
  const chosen = weightsFormats.find((candidate) => candidate.id === format);
  return (
    <div className="export-group">
      <h3>Weights</h3>
      {whose !== null && <p>{whose}</p>}
      {chosen && network && (
        <p className="quiet">
          {chosen.description(network.layers(hyperparameters), hyperparameters.inputScaling)}
        </p>
      )}
      {chosen?.program && network && (
        <details>
          <summary>Load them in PyTorch</summary>
          <pre className="export-code" translate="no">
            <code>{chosen.program(network.layers(hyperparameters))}</code>
          </pre>
        </details>
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

/** Which network is exported; null where there is none. */
function shownWeights({ run: state, runs }: SessionState): string | null {
  const run = shownRun(state);
  if (!run) return null;
  const name = runNames(runs).get(run.id);
  return name === undefined ? null : `Of ${name}, at step ${wholeNumber(run.progress.step)}.`;
}
