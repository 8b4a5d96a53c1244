import type { StoreApi } from 'zustand/vanilla';
import type { TrainingClient } from '../../worker/training/client.ts';
import type { TrainingEvent } from '../../worker/training/protocol.ts';
import { createInactivityTimer, minTimeoutMs } from '../environment/inactivityTimer.ts';
import { type MeasurementEvent, measurementAfter } from '../state/backendMeasurement.ts';
import { isBusy } from '../state/runState.ts';
import { chosenHyperparameters } from '../state/selectors.ts';
import type { SessionState } from '../state/sessionState.ts';

/** What a person can do to see which backend is the fastest. */
export interface MeasurementCommands {
  /** Times the real step, as it is configured, on every backend that there is here. */
  start(): void;
  /** Ends it immediately, without a result. */
  cancel(): void;
}

/** Each backend is measured in a worker of its own, apart from the run's: a paused run stays as it is. */
export function createMeasurementCommands(
  store: StoreApi<SessionState>,
  createTrainingClient: (onEvent: (event: TrainingEvent) => void) => TrainingClient,
): MeasurementCommands {
  const client = createTrainingClient(onEvent);
  const timer = createInactivityTimer(
    () => minTimeoutMs,
    (seconds) =>
      apply({
        kind: 'presentBackendFailed',
        failure: { code: 'measurement-hung', details: { seconds } },
      }),
  );

  function apply(event: MeasurementEvent): void {
    client.end();
    timer.stop();
    store.setState((state) => ({ measurement: measurementAfter(state.measurement, event) }));
    measurePresent();
  }

  function measurePresent(): void {
    const { measurement } = store.getState();
    if (measurement.kind !== 'measuring') return;
    // Plain JavaScript waits for nothing that could fail to come, and takes as long as it takes.
    if (measurement.present !== 'cpu') timer.start();
    client.send({ kind: 'measureBackend', backend: measurement.present, ...measurement.step });
  }

  function onEvent(event: TrainingEvent): void {
    timer.reset();
    switch (event.kind) {
      case 'backendMeasured':
        apply({ kind: 'presentBackendTimed', timing: event.timing });
        break;
      case 'requestFailed':
      case 'trainingFailed':
        apply({ kind: 'presentBackendFailed', failure: event.failure });
        break;
      default:
    }
  }

  return {
    start() {
      const state = store.getState();
      const hyperparameters = chosenHyperparameters(state);
      const { measurement, run, data, network } = state;
      if (measurement.kind === 'measuring' || isBusy(run) || data.kind !== 'ready' || !hyperparameters)
        return;
      apply({ kind: 'measurementRequested', step: { network, hyperparameters } });
    },

    cancel() {
      if (store.getState().measurement.kind === 'measuring') apply({ kind: 'measurementCancelled' });
    },
  };
}
