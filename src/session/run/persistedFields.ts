import type { StoreApi } from 'zustand/vanilla';
import { type LinkReading, linkQuery, readLinkQuery } from '../../network/configurationLink.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import { chosenHyperparameters } from '../state/selectors.ts';
import { initialState, type SessionState } from '../state/sessionState.ts';

const fieldsKey = 'cifar-10/fields';

/** Takes what a link says into the fields, and says what is wrong with it. */
export function openLink(store: StoreApi<SessionState>, search: string): void {
  const link = read(search);
  if (link.kind === 'none') return;
  store.setState({ link, ...(link.kind === 'read' && fieldsOf(link)) });
}

/** Restores the fields of the last visit, unless a link or the user has set them. */
export function recallFields(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  const { network, fields, link } = store.getState();
  if (link.kind !== 'none' || network !== initialState.network || fields !== initialState.fields) return;
  const remembered = read(preferences.read(fieldsKey) ?? '');
  if (remembered.kind === 'read') store.setState(fieldsOf(remembered));
}

/** From now on, what stands in the fields is remembered whenever all of it can be used. */
export function rememberFields(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  store.subscribe((state, before) => {
    const { network, fields } = state;
    if (network === before.network && fields === before.fields) return;
    if (chosenHyperparameters(state)) preferences.write(fieldsKey, linkQuery({ network, texts: fields }));
  });
}

function read(search: string): LinkReading {
  return readLinkQuery(search);
}

function fieldsOf({ configuration: { network, texts } }: Extract<LinkReading, { kind: 'read' }>) {
  return { network, fields: texts };
}
