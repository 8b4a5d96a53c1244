import type { FailureData } from '../../failure.ts';
import type { TrainingCommand, TrainingEvent } from './protocol.ts';

/** The event that reports a command's failure, which depends on the command. */
export function failureEvent(command: TrainingCommand, failure: FailureData): TrainingEvent {
  switch (command.kind) {
    case 'inspect':
      return { kind: 'inspectionFailed', requestId: command.requestId, failure };
    case 'startTraining':
    case 'resumeTraining':
      return { kind: 'trainingFailed', failure };
    case 'restoreCheckpoint':
      return { kind: 'restoreFailed', purpose: command.purpose, failure };
    default:
      return { kind: 'requestFailed', request: command.kind, failure };
  }
}
