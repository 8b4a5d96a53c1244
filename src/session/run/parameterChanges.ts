import type { StoreApi } from 'zustand/vanilla';
import type { ParameterKey } from '../../configuration/hyperparameters.ts';
import { type ChangeableKey, changeableOf, isChangeableKey } from '../../configuration/hyperparameters.ts';
import type { PageEvent } from '../machine/event.ts';
import { chosenHyperparameters } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';

/** A slider on its way is not meant yet. */
const restMs = 400;

/**
 * Hands fields that a person turns to the run that trains, once they have come to rest. What else stands in the fields may be meant
 * for the next run, as after the choice of a preset.
 */
export function createParameterChanges(
  store: StoreApi<SessionState>,
  dispatch: (event: PageEvent) => void,
): { fieldTurned(key: ParameterKey): void } {
  const turned = new Set<ChangeableKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function apply(): void {
    timer = undefined;
    const state = store.getState();
    const { run } = state;
    // It is asked again when it trains.
    if (run.kind === 'preparing') return;
    const wanted = chosenHyperparameters(state);
    // A paused run takes the values when it is resumed; a trial of a sweep keeps its planned values.
    if (wanted && run.kind === 'training' && state.activeSweep === null) {
      const parameters = { ...changeableOf(run.run.hyperparameters) };
      for (const key of turned) parameters[key] = wanted[key];
      dispatch({ kind: 'changeRequested', parameters });
    }
    // Another field has no value yet.
    if (wanted) turned.clear();
  }

  store.subscribe(({ run }, before) => {
    const begins = run.kind === 'training' && before.run.kind !== 'training';
    if (begins && turned.size > 0) timer ??= setTimeout(apply);
  });

  return {
    fieldTurned(key) {
      const { kind } = store.getState().run;
      if (!isChangeableKey(key) || (kind !== 'preparing' && kind !== 'training')) return;
      turned.add(key);
      clearTimeout(timer);
      timer = setTimeout(apply, restMs);
    },
  };
}
