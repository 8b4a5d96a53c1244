import { useId } from 'react';
import { defaultHyperparameters, ownHyperparameters } from '../../configuration/hyperparameters.ts';
import { differingParameters } from '../../configuration/parameters.ts';
import { type Preset, presets } from '../../configuration/presets.ts';
import { networkNamed } from '../../network/networks.ts';
import { chosenHyperparameters } from '../../session/state/selectors.ts';
import type { SessionState } from '../../session/state/sessionState.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { PresetNote } from './PresetNote.tsx';

const ownValues = 'Your own values';

/** Whole configurations to start from. */
export function PresetChoice() {
  const session = useSession();
  const present = useSessionState((state) => presets.find((preset) => isChosen(preset, state)));
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Preset</label>
      <select
        id={id}
        autoComplete="off"
        value={present?.title ?? ownValues}
        onChange={(event) => {
          const preset = presets.find(({ title }) => title === event.target.value);
          if (preset) session.choosePreset(preset);
        }}
      >
        {presets.map(({ title }) => (
          <option key={title} value={title}>
            {title}
          </option>
        ))}
        {!present && <option value={ownValues}>{ownValues}</option>}
      </select>
      {present && <PresetNote preset={present.name} />}
    </div>
  );
}

/** Whether everything but the seed is as in the preset. */
function isChosen(preset: Preset, state: SessionState): boolean {
  const values = chosenHyperparameters(state);
  if (!values || state.network !== preset.network) return false;
  const keys = networkNamed(preset.network)?.parameters ?? [];
  const wanted = ownHyperparameters({ ...defaultHyperparameters, ...preset.hyperparameters }, keys);
  return differingParameters(keys, values, { ...wanted, seed: values.seed }).length === 0;
}
