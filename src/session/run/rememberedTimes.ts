import type { StoreApi } from 'zustand/vanilla';
import type { PreferenceStore } from '../environment/preferences.ts';
import { runOf } from '../state/runState.ts';
import type { SessionState } from '../state/sessionState.ts';
import {
  readTimedSteps,
  type TimedStep,
  timedStep,
  timedStepsText,
  withTimedStep,
} from '../state/timedSteps.ts';

const stepsKey = 'cifar-10/step-times';
const autoKey = 'cifar-10/auto-backend';

/** A run's figure is taken at its first, at its end, and about so often. */
const betweenNotesMs = 10_000;

/** Recalls how long steps took here at earlier visits, and remembers those of runs and measurements from now on. */
export function rememberTimes(store: StoreApi<SessionState>, preferences: PreferenceStore): void {
  const autoBackend = preferences.read(autoKey);
  store.setState({ timedSteps: readTimedSteps(preferences.read(stepsKey) ?? '[]'), autoBackend });
  let notedAt = Number.NEGATIVE_INFINITY;

  function note(added: TimedStep): void {
    const timedSteps = withTimedStep(store.getState().timedSteps, added);
    store.setState({ timedSteps });
    preferences.write(stepsKey, timedStepsText(timedSteps));
  }

  store.subscribe((state, before) => {
    if (state.backend !== before.backend && state.backend && state.backendChoice === 'auto') {
      store.setState({ autoBackend: state.backend.name });
      preferences.write(autoKey, state.backend.name);
    }
    const measured = newlyMeasured(state, before);
    if (measured) note(measured);
    if (state.run === before.run) return;
    const isDue = state.run.kind !== 'training' || performance.now() - notedAt > betweenNotesMs;
    const timed = before.run.kind === 'training' && isDue ? timedStepOf(before) : null;
    if (!timed) return;
    notedAt = performance.now();
    note(timed);
  });
}

function timedStepOf({ run, backend }: SessionState): TimedStep | null {
  const timed = runOf(run);
  const msPerStep = timed?.progress.msPerStep ?? null;
  if (!timed || !backend || msPerStep === null) return null;
  const { network, hyperparameters } = timed;
  return timedStep({ backend: backend.name, network, hyperparameters }, msPerStep);
}

function newlyMeasured({ measurement }: SessionState, before: SessionState): TimedStep | null {
  if (measurement === before.measurement || measurement.kind === 'idle') return null;
  const last = measurement.results.at(-1);
  if (last?.kind !== 'timed') return null;
  const { network, hyperparameters } = measurement.step;
  return timedStep({ backend: last.name, network, hyperparameters }, last.timing.msPerStep);
}
