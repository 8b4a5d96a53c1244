import type { StoreApi } from 'zustand/vanilla';
import { readLinkQuery } from '../configuration/configurationLink.ts';
import type { ParameterKey } from '../configuration/parameters.ts';
import type { Preset } from '../configuration/presets.ts';
import { networkNamed } from '../model/networks.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import { fieldsOfPreset } from './configurationFields.ts';
import { createParameterChanges } from './parameterChanges.ts';
import type { SessionState } from './sessionState.ts';

/** What a person can do with the fields. */
export interface ConfigurationCommands {
  /** Takes the configuration that a link carries, if it carries one. */
  openLink(search: string): void;
  setField(key: ParameterKey, text: string): void;
  chooseNetwork(name: string): void;
  choosePreset(preset: Preset): void;
}

export function createConfigurationCommands(
  store: StoreApi<SessionState>,
  send: (command: TrainingCommand) => void,
): ConfigurationCommands {
  const changes = createParameterChanges(store, send);

  return {
    openLink(search) {
      const link = readLinkQuery(search, (network) => networkNamed(network)?.parameters);
      if (link.kind === 'broken') store.setState({ brokenLink: link });
      if (link.kind !== 'read') return;
      const { network, texts } = link.configuration;
      store.setState({ network, fields: texts, brokenLink: null });
    },

    setField(key, text) {
      store.setState((state) => ({ fields: { ...state.fields, [key]: text } }));
      changes.fieldChanged(key);
    },

    chooseNetwork(network) {
      store.setState({ network });
    },

    choosePreset(preset) {
      store.setState(({ fields }) => ({ network: preset.network, fields: fieldsOfPreset(preset, fields) }));
    },
  };
}
