import type { StoreApi } from 'zustand/vanilla';
import { linkQuery } from '../../network/configurationLink.ts';
import {
  type AccuracyTarget,
  type LinkedResult,
  readResultFragment,
  readTargetText,
  targetText,
} from '../../network/resultLink.ts';
import type { PreferenceStore } from '../environment/preferences.ts';
import { nearestPreset } from '../state/nearestPreset.ts';
import { isBusy } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import { answerOffer } from './persistedFields.ts';

const targetKey = 'cifar-10/target';

/** Recalls what was to be beaten at the last visit, and from now on remembers what is. */
export function rememberTarget(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  const write = (target: AccuracyTarget | null) => preferences.write(targetKey, targetText(target));
  const { target: linked } = store.getState();
  // A link may have been opened by then.
  if (linked) write(linked);
  else store.setState({ target: readTargetText(preferences.read(targetKey) ?? '') });
  store.subscribe((state, before) => {
    if (state.target !== before.target) write(state.target);
  });
}

/** Takes what a link to a result says. Where that would take something from the person, it is only offered. */
export function openResultLink(store: StoreApi<SessionState>, fragment: string): void {
  const reading = readResultFragment(fragment);
  if (reading.kind === 'refused') {
    store.setState({ link: { kind: 'none', findings: reading.findings }, offered: null });
    return;
  }
  const { result, findings } = reading;
  const link = { kind: 'read', configuration: result.configuration, findings } as const;
  const disturbs = wouldDisturb(store.getState(), result);
  store.setState({ link, offered: result });
  if (!disturbs) answerOffer(store, true);
}

/** Whether something runs, or the fields have values of the person's own: neither a preset's nor a link's. */
function wouldDisturb(state: SessionState, { configuration }: LinkedResult): boolean {
  if (isBusy(state.run) || state.activeSweep !== null) return true;
  const { network, fields: texts, link } = state;
  const present = linkQuery({ network, texts });
  const others = [configuration, ...(link.kind === 'read' ? [link.configuration] : [])];
  if (others.some((other) => linkQuery(other) === present)) return false;
  return nearestPreset(state)?.changed.length !== 0;
}
