import { useId } from 'react';
import { networkNamed, networks } from '../../network/networks.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { layersText } from '../words/networks.ts';

/** Which network is trained, and what it looks like. */
export function NetworkChoice() {
  const session = useSession();
  const network = useSessionState((state) => state.network);
  const description = useSessionState((state) => {
    const values = chosenHyperparameters(state);
    const layers = values && networkNamed(state.network)?.layers(values);
    return layers ? layersText(layers) : '';
  });
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Network</label>
      <select
        id={id}
        autoComplete="off"
        value={network}
        onChange={(event) => session.chooseNetwork(event.target.value)}
      >
        {networks.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <p className="quiet network-note">{description}</p>
    </div>
  );
}
