import { useId } from 'react';
import { networkNamed, networks } from '../../network/networks.ts';
import { type ByKind, byKind, type LayerSpec, sizeOf } from '../../network/specification.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { counted, wholeNumber } from '../words/numbers.ts';

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
      <p className="quiet">{description}</p>
    </div>
  );
}

/** 3,072 colour values → 120 units with ReLU → 10 class scores */
function layersText(layers: readonly LayerSpec[]): string {
  const [first] = layers;
  const texts = layers.flatMap((layer, place) => byKind(layerTexts, layer)(layers[place + 1]));
  return [`${wholeNumber(first ? sizeOf(first.input) : 0)} colour values`, ...texts].join(' → ');
}

/** What a layer adds to that line, by itself or with the layer behind it. */
const layerTexts: ByKind<(next: LayerSpec | undefined) => readonly string[]> = {
  dense:
    ({ output: [units = 0] }) =>
    (next) => {
      if (!next) return [`${wholeNumber(units)} class scores`];
      return [next.kind === 'relu' ? `${counted(units, 'hidden unit')} with ReLU` : counted(units, 'unit')];
    },
  relu: () => () => [],
  dropout: () => () => [],
};
