import type { StoreApi } from 'zustand/vanilla';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { defaultHyperparameters } from '../../configuration/hyperparameters.ts';
import { textsOf } from '../../configuration/parseHyperparameters.ts';
import { type Preset, presets } from '../../configuration/presets.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import type { PageEvent } from '../machine/event.ts';
import { type ConfigurationFields, fieldsOfPreset } from '../state/configurationFields.ts';
import type { SessionState } from '../state/sessionState.ts';
import { createParameterChanges } from './parameterChanges.ts';
import { answerOffer, openLink, recallFields, rememberFields } from './persistedFields.ts';

/** What a person can do with the fields. */
export interface ConfigurationCommands {
  /** The fields at the beginning: as the link says, or as they were at the last visit. */
  openFields(search: string): void;
  /** Takes the configuration that a link carries, if it carries one. */
  openLink(search: string): void;
  /** Takes what a link to a result carries in its fragment, or offers it where that would disturb. */
  openResultLink(fragment: string): Promise<void>;
  /** Answers an offer: takes what the link carries, or leaves everything as it is. */
  answerOffer(isWanted: boolean): void;
  /** Nothing is to be beaten any more. */
  dismissTarget(): void;
  /** Where a run trains that can take it on, it is meant for that run. */
  setField(key: ParameterKey, text: string): void;
  /** A text that is being typed is meant for no run before it is set. */
  typeInField(key: ParameterKey, text: string): void;
  setFields(fields: ConfigurationFields): void;
  /** Every field as the article has it for this network, the seed too. */
  resetFields(): void;
  chooseNetwork(name: string): void;
  choosePreset(preset: Preset): void;
}

export function createConfigurationCommands(
  store: StoreApi<SessionState>,
  preferences: PreferenceStore,
  dispatch: (event: PageEvent) => void,
): ConfigurationCommands {
  const changes = createParameterChanges(store, dispatch);

  function typeInField(key: ParameterKey, text: string): void {
    store.setState((state) => ({ fields: { ...state.fields, [key]: text } }));
  }

  return {
    openFields(search) {
      openLink(store, search);
      recallFields(store, preferences);
      rememberFields(store, preferences);
      // They are for parts that come later, too. Without them, times and the target are only not remembered.
      import('./rememberedTimes.ts').then(
        ({ rememberTimes }) => rememberTimes(store, preferences),
        () => {},
      );
      import('./resultLinks.ts').then(
        ({ rememberTarget }) => rememberTarget(store, preferences),
        () => {},
      );
    },

    openLink: (search) => openLink(store, search),

    async openResultLink(fragment) {
      const { openResultLink } = await import('./resultLinks.ts');
      openResultLink(store, fragment);
    },

    answerOffer: (isWanted) => answerOffer(store, isWanted),

    dismissTarget: () => store.setState({ target: null }),

    typeInField,

    setField(key, text) {
      typeInField(key, text);
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
