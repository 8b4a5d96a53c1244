import { useId } from 'react';
import { presets } from '../../configuration/presets.ts';
import { type NearestPreset, nearestPreset } from '../../session/state/nearestPreset.ts';
import { suggestedPreset } from '../../session/state/selectors.ts';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { presetTexts } from '../words/presets.ts';

const ownValues = 'Your own values';

/** Whole configurations to start from. */
export function PresetChoice() {
  const session = useSession();
  const nearest = useSessionState(nearestPreset);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Preset</label>
      <select
        id={id}
        autoComplete="off"
        value={nearest?.preset.title ?? ownValues}
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
        {!nearest && <option value={ownValues}>{ownValues}</option>}
      </select>
      <p className="quiet preset-note">{nearest && <PresetNote nearest={nearest} />}</p>
    </div>
  );
}

/** What the preset is, or how the fields differ from it. */
function PresetNote({ nearest: { preset, changed } }: { readonly nearest: NearestPreset }) {
  const session = useSession();
  const isUnsuitable = useSessionState((state) => suggestedPreset(state) !== null);
  if (changed.length === 0) return <span>{presetTexts[preset.name]}</span>;
  return (
    <>
      {isUnsuitable ? 'The article’s values do not suit this network.' : `${changed.length} changed.`}{' '}
      <button type="button" className="link" onClick={() => session.choosePreset(preset)}>
        Use the preset’s values
      </button>
    </>
  );
}
