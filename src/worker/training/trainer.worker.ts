import { startBackend } from '../../backend/startBackend.ts';
import { openAutosaveStore } from '../../checkpoint/autosaves.ts';
import { guardWrites, trainingLockHolder } from '../trainingLock.ts';
import type { CountsMessage } from './commandCounts.ts';
import { openPictures } from './openPictures.ts';
import type { TrainingCommand } from './protocol.ts';
import { TrainingHost } from './trainingHost.ts';

const autosaves = openAutosaveStore();
const guard = guardWrites(trainingLockHolder);
const host = new TrainingHost({
  startBackend,
  openPictures,
  saveAutosave: (autosave) => guard.write(() => autosaves.save(autosave)),
  autosaveEveryMs: 15_000,
  emit: (event, transfer = []) => postMessage(event, { transfer }),
});

addEventListener('message', ({ data }: MessageEvent<TrainingCommand | CountsMessage>) => {
  if (data.kind === 'countCommands') {
    host.share(data);
    return;
  }
  if (data.kind === 'startTraining' || data.kind === 'resumeTraining') guard.trainingBegins();
  void host.handle(data);
});
