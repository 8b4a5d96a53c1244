import { useRef } from 'react';
import { parameterLabel } from '../../configuration/parameters.ts';
import type { OpenedNote } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { FileInput } from '../common/FileInput.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { wholeNumber } from '../words/numbers.ts';

/** Brings weights back, or in from elsewhere: they become a checkpoint. */
export function OpenWeights() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const opened = useSessionState((state) => state.openedWeights);
  const failure = useSessionState(
    ({ notices }) => notices.find(({ place }) => place === 'openedWeights')?.failure,
  );
  return (
    <div className="export-group">
      <h3>Open weights</h3>
      <p className="quiet">
        Opens files in any of the three formats as a checkpoint that you can restore, evaluate or train
        further. If there are two files, choose both.
      </p>
      <div className="row">
        <ActionButton disabledReason={useDisabledReason('open')} onPress={() => input.current?.click()}>
          Open weights…
        </ActionButton>
        <FileInput
          ref={input}
          label="Files of weights"
          accept=".safetensors,.npz,.json,.bin"
          multiple
          onFiles={(files) => void session.exports.openWeights(files)}
        />
      </div>
      {failure && <FailureNotice failure={failure} />}
      {opened && (
        <p className="notice" role="status">
          {openedText(opened)}
        </p>
      )}
    </div>
  );
}

function openedText({ step, assumed, forgets }: OpenedNote): string {
  const sentences = [
    `Opened weights of step ${wholeNumber(step)}: they are the newest checkpoint.`,
    ...(assumed.length > 0
      ? [
          `The files do not state these, so the article’s values are used: ${assumed.map(parameterLabel).join(', ')}.`,
        ]
      : []),
    ...(forgets ? ['The files do not contain optimizer state, so the optimizer starts afresh.'] : []),
  ];
  return sentences.join(' ');
}
