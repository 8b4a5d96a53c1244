import { useRef, useState } from 'react';
import { parameterLabel } from '../../configuration/parameters.ts';
import { viewsText } from '../../configuration/viewsText.ts';
import type { FailureData } from '../../failure.ts';
import { networkNamed } from '../../network/networks.ts';
import type { OpenedNote } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { FileInput } from '../common/FileInput.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';
import { firstOfList, listText } from '../words/lists.ts';
import { accuracyText, counted, wholeNumber } from '../words/numbers.ts';
import { parameterValueText, shortConfiguration } from '../words/parameters.ts';

/** Brings weights back, or in from elsewhere: they become a checkpoint. */
export function OpenWeights() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const disabledReason = useDisabledReason('open');
  const opened = useSessionState((state) => state.openedWeights);
  const failure = useSessionState(
    ({ notices }) => notices.find(({ place }) => place === 'openedWeights')?.failure,
  );
  return (
    <div className="export-group">
      <h3>Open weights</h3>
      <p className="quiet">
        Opens files in any of the three formats as a checkpoint that you can restore, evaluate or train
        further, also from other programs. If there are several files, choose all.
      </p>
      <div className="row">
        <ActionButton disabledReason={disabledReason} onPress={() => input.current?.click()}>
          Open weights…
        </ActionButton>
        <FileInput
          ref={input}
          label="Files of weights"
          accept=".safetensors,.npz,.json,.bin"
          multiple
          onFiles={(chosen) => {
            setFiles(chosen);
            void session.exports.openWeights(chosen);
          }}
        />
      </div>
      {failure && <FailureNotice failure={failure} />}
      {failure && files.length > 0 && (
        <div className="row">
          {answersTo(failure).map(({ label, answers }) => (
            <ActionButton
              key={label}
              disabledReason={disabledReason}
              onPress={() => void session.exports.openWeights(files, answers)}
            >
              {label}
            </ActionButton>
          ))}
        </div>
      )}
      {opened && (
        <div className="notice">
          <p role="status">{openedText(opened)}</p>
          <AssumedValues {...opened} />
        </div>
      )}
    </div>
  );
}

/** The answers to choose from, where the failure is a question. */
function answersTo({ code, details }: FailureData) {
  switch (code) {
    case 'weights-mean-missing': {
      const label = 'Open with the mean of the images stored here';
      if (details.unordered === null) return [{ label, answers: { isMeanOwn: true, order: null } }];
      return [
        { label: `${label}: red, then green, then blue`, answers: { isMeanOwn: true, order: 'planes' } },
        { label: `${label}: pixel after pixel`, answers: { isMeanOwn: true, order: 'pixels' } },
      ] as const;
    }
    case 'weights-input-order-unknown':
      return [
        { label: 'Red, then green, then blue', answers: { isMeanOwn: false, order: 'planes' } },
        { label: 'Pixel after pixel', answers: { isMeanOwn: false, order: 'pixels' } },
      ] as const;
    default:
      return [];
  }
}

/** The values that the files do not state, or that the page cannot use, which may be many. */
function AssumedValues({ assumed, hyperparameters }: Pick<OpenedNote, 'assumed' | 'hyperparameters'>) {
  if (assumed.length === 0) return null;
  return (
    <details>
      <summary>
        The article’s values are used for {counted(assumed.length, 'setting')} that the files leave open
      </summary>
      <ul>
        {assumed.map((key) => (
          <li key={key}>
            {parameterLabel(key)}: {parameterValueText(key, hyperparameters)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What matters most comes first. */
export function openedText({
  files,
  step,
  network,
  hyperparameters,
  stated,
  forgets,
  passedOver,
  isMeanOwn,
  isRearranged,
}: Omit<OpenedNote, 'assumed'>): string {
  const sentences = [
    `Opened weights of step ${wholeNumber(step)} from ${listText(files, 'and')}: they are the newest checkpoint.`,
    `Network: ${networkNamed(network)?.title ?? network}, ${shortConfiguration(network, hyperparameters)}.`,
    stated
      ? `Accuracy, as the files state it: ${accuracyText(stated.accuracy)} on ${statedOn[stated.on]}${stated.on === 'training' ? '' : viewsText(hyperparameters)}.`
      : 'The files state no accuracy: restore the checkpoint and evaluate it on the test set to measure it.',
    ...(isMeanOwn ? ['The files have no pixel mean, so that of the images stored here is used.'] : []),
    ...(isRearranged
      ? [
          'Their inputs were pixel after pixel; they were put in the page’s order: red, then green, then blue.',
        ]
      : []),
    ...(passedOver.length > 0 ? [`Not used: ${listOf(passedOver)}.`] : []),
    ...(forgets ? ['The files do not contain optimizer state, so the optimizer starts afresh.'] : []),
  ];
  return sentences.join(' ');
}

const statedOn = {
  test: 'the test images',
  validation: 'the validation images',
  training: 'the last training batch',
} as const;

const namesShown = 5;

/** `“step”, “config” and 3 more` */
function listOf(names: readonly string[]): string {
  return firstOfList(
    names.map((name) => `“${name.slice(0, 60)}”`),
    namesShown,
  );
}
