import { startBackend } from '../../backend/startBackend.ts';
import { openAutosaveStore } from '../../checkpoint/autosaves.ts';
import { trainingLockHolder, whileLockIsHeld } from '../trainingLock.ts';
import { openPictures } from './openPictures.ts';
import type { TrainingCommand } from './protocol.ts';
import { TrainingHost } from './trainingHost.ts';

const autosaves = openAutosaveStore();
const inTurn = whileLockIsHeld(trainingLockHolder);
const host = new TrainingHost({
  startBackend,
  openPictures,
  saveAutosave: (autosave) => inTurn(() => autosaves.save(autosave)),
  autosaveEveryMs: 15_000,
  emit: (event, transfer = []) => postMessage(event, { transfer }),
});

addEventListener('message', ({ data }: MessageEvent<TrainingCommand>) => {
  void host.handle(data);
});
