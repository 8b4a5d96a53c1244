import { startBackend } from '../../backend/startBackend.ts';
import { openHostData } from './openHostData.ts';
import type { TrainingCommand } from './protocol.ts';
import { TrainingHost } from './trainingHost.ts';

const host = new TrainingHost({
  startBackend,
  openData: openHostData,
  emit: (event, transfer = []) => postMessage(event, { transfer }),
});

addEventListener('message', ({ data }: MessageEvent<TrainingCommand>) => {
  void host.handle(data);
});
