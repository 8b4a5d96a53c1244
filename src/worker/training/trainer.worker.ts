import { startBackend } from '../../backend/startBackend.ts';
import { openPictures } from './openPictures.ts';
import type { TrainingCommand } from './protocol.ts';
import { TrainingHost } from './trainingHost.ts';

const host = new TrainingHost({
  startBackend,
  openPictures,
  emit: (event, transfer = []) => postMessage(event, { transfer }),
});

addEventListener('message', ({ data }: MessageEvent<TrainingCommand>) => {
  void host.handle(data);
});
