import type { StepTiming } from '../../backend/backendInfo.ts';
import { type BackendName, backendNames } from '../../backend/backendInfo.ts';
import type { Hyperparameters } from '../../configuration/hyperparameters.ts';
import type { FailureData } from '../../failure.ts';

/** What measuring a backend has given. */
export type MeasuredBackend =
  | { readonly kind: 'timed'; readonly name: BackendName; readonly timing: StepTiming }
  | { readonly kind: 'notTimed'; readonly name: BackendName; readonly failure: FailureData };

/** The step that is timed; it stays the same for all, whatever is typed meanwhile. */
export interface MeasuredStep {
  readonly network: string;
  readonly hyperparameters: Hyperparameters;
}

/** What is going on with measuring the backends, one after the other: exactly one of these. */
export type BackendMeasurement =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'measuring';
      readonly step: MeasuredStep;
      readonly present: BackendName;
      readonly results: readonly MeasuredBackend[];
    }
  | {
      readonly kind: 'measured';
      readonly step: MeasuredStep;
      readonly results: readonly MeasuredBackend[];
    };

export type MeasurementEvent =
  | { readonly kind: 'measurementRequested'; readonly step: MeasuredStep }
  | { readonly kind: 'measurementCancelled' }
  | { readonly kind: 'presentBackendTimed'; readonly timing: StepTiming }
  | { readonly kind: 'presentBackendFailed'; readonly failure: FailureData };

/** The next state. Pure. */
export function measurementAfter(state: BackendMeasurement, event: MeasurementEvent): BackendMeasurement {
  switch (event.kind) {
    case 'measurementRequested':
      return withResults(event.step, []);
    case 'measurementCancelled':
      return { kind: 'idle' };
    case 'presentBackendTimed':
      if (state.kind !== 'measuring') return state;
      return withResult(state, { kind: 'timed', name: state.present, timing: event.timing });
    case 'presentBackendFailed':
      if (state.kind !== 'measuring') return state;
      return withResult(state, { kind: 'notTimed', name: state.present, failure: event.failure });
  }
}

/** The least time for a step among all that was timed; null where nothing was. */
export function fastestMsPerStep(results: readonly MeasuredBackend[]): number | null {
  const times = results.flatMap((result) => (result.kind === 'timed' ? [result.timing.msPerStep] : []));
  return times.length === 0 ? null : Math.min(...times);
}

function withResult(
  { step, results }: Extract<BackendMeasurement, { kind: 'measuring' }>,
  added: MeasuredBackend,
): BackendMeasurement {
  return withResults(step, [...results, added]);
}

function withResults(step: MeasuredStep, results: readonly MeasuredBackend[]): BackendMeasurement {
  const present = backendNames[results.length];
  return present ? { kind: 'measuring', step, present, results } : { kind: 'measured', step, results };
}
