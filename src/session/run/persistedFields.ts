import type { StoreApi } from 'zustand/vanilla';
import { type LinkedConfiguration, linkQuery, readLinkQuery } from '../../network/configurationLink.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import { chosenHyperparameters } from '../state/selectors.ts';
import { initialState, type SessionState } from '../state/sessionState.ts';

const fieldsKey = 'cifar-10/fields';

/** Takes what a link says into the fields, and notes what of it cannot be used. */
export function openLink(store: StoreApi<SessionState>, search: string): void {
  const link = readLinkQuery(search);
  store.setState({ link, ...(link.kind === 'read' && fieldsOf(link.configuration)) });
}

/** Takes what a link to a result offers, or lets it go. A result without an accuracy leaves nothing to beat. */
export function answerOffer(store: StoreApi<SessionState>, isWanted: boolean): void {
  store.setState(({ offered }) => ({
    offered: null,
    ...(isWanted && offered && { ...fieldsOf(offered.configuration), target: offered.target }),
  }));
}

/** Restores the fields of the last visit, unless a link or the user has set them. */
export function recallFields(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  const { network, fields, link } = store.getState();
  if (link.kind !== 'none' || network !== initialState.network || fields !== initialState.fields) return;
  const remembered = readLinkQuery(preferences.read(fieldsKey) ?? '');
  if (remembered.kind !== 'read') return;
  const { configuration, findings } = remembered;
  let { texts } = configuration;
  // What only an earlier version understood stands in its field as it was typed, where the page says what is wrong with it.
  for (const finding of findings) {
    if (finding.kind === 'value' && finding.problem.kind === 'number')
      texts = { ...texts, [finding.key]: finding.text };
  }
  store.setState(fieldsOf({ ...configuration, texts }));
}

/** From now on, what stands in the fields is remembered whenever all of it can be used. */
export function rememberFields(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  store.subscribe((state, before) => {
    const { network, fields } = state;
    if (network === before.network && fields === before.fields) return;
    if (chosenHyperparameters(state)) preferences.write(fieldsKey, linkQuery({ network, texts: fields }));
  });
}

function fieldsOf({ network, texts }: LinkedConfiguration) {
  return { network, fields: texts };
}
