import type { TrainingClient } from '../worker/training/client.ts';
import type { TrainingEvent } from '../worker/training/protocol.ts';
import type { Environment } from './environment/environment.ts';
import type { RunEvent } from './machine/event.ts';
import type { RunCommand } from './machine/outcome.ts';
import type { createRecordCommands } from './records/recordCommands.ts';
import type { createUnfinishedRun } from './recovery/unfinishedRun.ts';
import type { watchWorker } from './recovery/watchdog.ts';
import type { createCheckpointCommands } from './run/checkpointCommands.ts';
import type { createDataCommands } from './run/dataCommands.ts';
import type { createInspectionCommands } from './run/inspectionCommands.ts';

/** A GPU that was just reset needs a moment. */
const retryDelayMs = 1_000;

interface Followers {
  readonly watchdog: ReturnType<typeof watchWorker>;
  readonly dispatch: (event: RunEvent) => void;
  readonly inspection: Pick<ReturnType<typeof createInspectionCommands>, 'follow'>;
}

/** Passes each event of the training worker to its handlers. */
export function followTraining({ watchdog, dispatch, inspection }: Followers) {
  return (event: TrainingEvent): void => {
    watchdog.heard();
    dispatch(event);
    inspection.follow(event);
  };
}

interface Performers {
  readonly worker: TrainingClient;
  readonly inspection: Pick<ReturnType<typeof createInspectionCommands>, 'workerEnded' | 'failed'>;
  readonly checkpoints: Pick<ReturnType<typeof createCheckpointCommands>, 'keep'>;
  readonly data: Pick<ReturnType<typeof createDataCommands>, 'read'>;
  readonly runs: Pick<ReturnType<typeof createRecordCommands>, 'recordTestEvaluation'>;
  readonly unfinishedRun: Pick<ReturnType<typeof createUnfinishedRun>, 'find' | 'putOthersAside'>;
  readonly deliverFiles: Environment['deliverFiles'];
  readonly dispatch: (event: RunEvent) => void;
}

/** Carries out each command of the run machine. */
export function performWith(performers: Performers): (command: RunCommand) => void {
  const { worker, inspection, checkpoints, data, runs, unfinishedRun, deliverFiles, dispatch } = performers;
  let retry: ReturnType<typeof setTimeout> | undefined;

  return (command) => {
    switch (command.kind) {
      case 'send':
        return worker.send(command.command);
      case 'endWorker':
        worker.end();
        return inspection.workerEnded();
      case 'waitToRetry':
        clearTimeout(retry);
        retry = setTimeout(() => dispatch({ kind: 'retryDue' }), retryDelayMs);
        return;
      case 'storeCheckpoint':
        return void checkpoints.keep(command.checkpoint, command.isUpdate);
      case 'deliverFiles':
        return deliverFiles(command.files);
      case 'recordTestEvaluation':
        return void runs.recordTestEvaluation(command.runId, command.point);
      case 'readStoredData':
        return void data.read();
      case 'failInspections':
        return inspection.failed(command.failure);
      case 'putAutosavesAside':
        return void unfinishedRun.putOthersAside(command.exceptOf);
      case 'findUnfinishedRun':
        return void unfinishedRun.find();
    }
  };
}
