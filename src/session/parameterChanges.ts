import type { StoreApi } from 'zustand/vanilla';
import { changeableOf, isChangeable } from '../configuration/changeableParameters.ts';
import type { ParameterKey } from '../configuration/parameters.ts';
import type { TrainingCommand } from '../worker/training/protocol.ts';
import { chosenHyperparameters } from './chosenHyperparameters.ts';
import type { SessionState } from './sessionState.ts';

/** A slider on its way, or a number half typed, is not meant yet. */
const restMs = 400;

/** Hands changes in the fields to a run that trains, once they have come to rest. */
export function createParameterChanges(
  store: StoreApi<SessionState>,
  send: (command: TrainingCommand) => void,
): { fieldChanged(key: ParameterKey): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function apply(): void {
    const state = store.getState();
    const wanted = chosenHyperparameters(state);
    // A paused run takes them on when it is resumed; a trial of a sweep is to be what it was planned as.
    if (wanted && state.run.kind === 'training' && state.activeSweep === null) {
      send({ kind: 'changeParameters', parameters: changeableOf(wanted) });
    }
  }

  return {
    fieldChanged(key) {
      if (!isChangeable(key)) return;
      clearTimeout(timer);
      timer = setTimeout(apply, restMs);
    },
  };
}
