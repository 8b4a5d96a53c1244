import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { isUsed } from '../../configuration/parameters.ts';
import { decidingParameters } from '../../configuration/parseHyperparameters.ts';
import { type Preset, presets } from '../../configuration/presets.ts';
import { networkNamed } from '../../network/networks.ts';
import { fieldsOfPreset } from './configurationFields.ts';
import { rememberedBy } from './rememberedBy.ts';
import type { SessionState } from './sessionState.ts';

type Fields = Pick<SessionState, 'network' | 'fields'>;

export interface NearestPreset {
  readonly preset: Preset;
  /** The fields with another value than the preset's. The seed is not part of a preset. */
  readonly changed: readonly ParameterKey[];
}

/** The preset that the fields were made from: the one of their network with the fewest other values. Null where it has none. */
export const nearestPreset = rememberedBy(
  ['network', 'fields'],
  ({ network, fields }: Fields): NearestPreset | null => {
    const keys = networkNamed(network)?.parameters ?? [];
    const deciding = decidingParameters(fields, keys);
    const used = keys.filter((key) => key !== 'seed' && isUsed(key, deciding));
    const found = presets
      .filter((preset) => preset.network === network)
      .map((preset) => {
        const wanted = fieldsOfPreset(preset, fields);
        return { preset, changed: used.filter((key) => !isSame(fields[key], wanted[key])) };
      });
    return found.toSorted((a, b) => a.changed.length - b.changed.length)[0] ?? null;
  },
);

/** What the nearest preset has for a field that says something else; null where it says the same. */
export function presetText(state: Fields, key: ParameterKey): string | null {
  const nearest = nearestPreset(state);
  return nearest?.changed.includes(key) ? fieldsOfPreset(nearest.preset, state.fields)[key] : null;
}

/** `0.10` is 0.1, too. */
function isSame(text: string, other: string): boolean {
  return text === other || (text.trim() !== '' && Number(text) === Number(other));
}
