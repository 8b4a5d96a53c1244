import { isBusy } from '../../session/state/runState.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { percentText } from '../words/numbers.ts';
import { shortConfiguration } from '../words/parameters.ts';
import { focusTrain } from './focusTrain.ts';

/** Asks before a link replaces what the person has typed. */
export default function OfferedResult() {
  const session = useSession();
  const text = useSessionState(offerText);
  if (text === null) return null;

  function answer(isWanted: boolean): void {
    session.answerOffer(isWanted);
    focusTrain();
  }

  return (
    <div className="notice" role="alert">
      <p>{text}</p>
      <div className="row">
        <ActionButton variant="primary" onPress={() => answer(true)}>
          Use it
        </ActionButton>
        <ActionButton onPress={() => answer(false)}>Keep mine</ActionButton>
      </div>
    </div>
  );
}

function offerText({ offered, run, activeSweep }: SessionState): string | null {
  if (!offered) return null;
  const { configuration, target } = offered;
  const { network, texts } = configuration;
  const hyperparameters = chosenHyperparameters({ network, fields: texts });
  const name = hyperparameters ? ` (${shortConfiguration(network, hyperparameters)})` : '';
  const reached = target ? ` that reached ${percentText(target.accuracy)} ${target.measuredOn} accuracy` : '';
  const stays = isBusy(run) || activeSweep !== null ? ' What is training goes on unchanged.' : '';
  return `The link opens a configuration${name}${reached}. Using it replaces your values in Configure.${stays}`;
}
