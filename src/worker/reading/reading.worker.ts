import type { ReadingCommand } from './protocol.ts';
import { answerTo, transferable } from './readingHost.ts';

addEventListener('message', ({ data }: MessageEvent<ReadingCommand>) => {
  void answerTo(data).then((event) => postMessage(event, { transfer: transferable(event) }));
});
