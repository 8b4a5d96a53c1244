import type { PresetName } from '../../configuration/presets.ts';
import { presetTexts } from '../words/presets.ts';

/** What the chosen preset changes, what it reaches and how long it takes. */
export function PresetNote({ preset }: { readonly preset: PresetName }) {
  return <p className="quiet">{presetTexts[preset]}</p>;
}
