import type { StoreApi } from 'zustand/vanilla';
import type { ParameterKey } from '../configuration/hyperparameters.ts';
import { defaultHyperparameters } from '../configuration/hyperparameters.ts';
import { textsOf } from '../configuration/parseHyperparameters.ts';
import { type Preset, presets } from '../configuration/presets.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import { type ConfigurationFields, fieldsOfPreset } from './configurationFields.ts';
import type { Memory } from './memory.ts';
import { createParameterChanges } from './parameterChanges.ts';
import type { SessionState } from './sessionState.ts';

/** What a person can do with the fields. */
export interface ConfigurationCommands {
  /** The fields at the beginning: as the link says, or as they were at the last visit. */
  openFields(search: string): Promise<void>;
  /** Takes the configuration that a link carries, if it carries one. */
  openLink(search: string): Promise<void>;
  /** Where a run trains that can take it on, it is meant for that run. */
  setField(key: ParameterKey, text: string): void;
  setFields(fields: ConfigurationFields): void;
  /** Every field as the article has it for this network, the seed too. */
  resetFields(): void;
  chooseNetwork(name: string): void;
  choosePreset(preset: Preset): void;
}

export function createConfigurationCommands(
  store: StoreApi<SessionState>,
  memory: Memory,
  send: (command: TrainingCommand) => void,
): ConfigurationCommands {
  const changes = createParameterChanges(store, send);
  // The first paint can do without it.
  const opening = () => import('./openedFields.ts');

  return {
    async openFields(search) {
      const { openLink, recallFields, rememberFields } = await opening();
      openLink(store, search);
      recallFields(store, memory);
      rememberFields(store, memory);
    },

    openLink: async (search) => (await opening()).openLink(store, search),

    setField(key, text) {
      store.setState((state) => ({ fields: { ...state.fields, [key]: text } }));
      changes.fieldTurned(key);
    },

    setFields: (fields) => store.setState({ fields }),

    resetFields() {
      const { network } = store.getState();
      const { hyperparameters } = presets.find((preset) => preset.network === network) ?? {};
      store.setState({ fields: textsOf({ ...defaultHyperparameters, ...hyperparameters }) });
    },

    chooseNetwork(network) {
      store.setState({ network });
    },

    choosePreset(preset) {
      store.setState(({ fields }) => ({ network: preset.network, fields: fieldsOfPreset(preset, fields) }));
    },
  };
}
