import { useId } from 'react';
import { networkNamed, networks } from '../../model/networks.ts';
import { chosenHyperparameters } from '../../session/chosenHyperparameters.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { counted, wholeNumber } from '../words/numbers.ts';

/** Which network is trained, and what it looks like. */
export function NetworkChoice() {
  const session = useSession();
  const network = useSessionState((state) => state.network);
  const description = useSessionState((state) => {
    const values = chosenHyperparameters(state);
    return values ? layersText(state.network, values.hiddenUnits) : '';
  });
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Network</label>
      <select id={id} value={network} onChange={(event) => session.chooseNetwork(event.target.value)}>
        {networks.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <p className="quiet">{description}</p>
    </div>
  );
}

/** 3,072 colour values → 120 hidden (ReLU) → 10 class scores */
function layersText(name: string, hiddenUnits: number): string {
  const layers = networkNamed(name)?.layers({ hiddenUnits }) ?? [];
  const texts = layers.map(({ outputs, activation }) =>
    activation === 'relu' ? `${counted(outputs, 'hidden unit')} with ReLU` : `${outputs} class scores`,
  );
  return [`${wholeNumber(layers[0]?.inputs ?? 0)} colour values`, ...texts].join(' → ');
}
