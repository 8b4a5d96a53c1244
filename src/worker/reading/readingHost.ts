import { packCheckpoint } from '../../checkpoint/packCheckpoint.ts';
import { checkpointFromFile } from '../../export/checkpointFile.ts';
import { failureData } from '../../failure.ts';
import { openChosenFiles } from '../../import/openChosenFiles.ts';
import { openPicture } from './openPicture.ts';
import type { ReadingCommand, ReadingEvent, Readings } from './protocol.ts';

/** Never rejects. */
export async function answerTo(command: ReadingCommand): Promise<ReadingEvent> {
  try {
    return { kind: 'read', value: await read(command) };
  } catch (error) {
    return { kind: 'readingFailed', failure: failureData(error) };
  }
}

/** What the answer hands over, and need not be copied. */
export function transferable(event: ReadingEvent): Transferable[] {
  if (event.kind === 'readingFailed') return [];
  const { value } = event;
  if (value instanceof ImageBitmap) return [value];
  return [('checkpoint' in value ? value.checkpoint : value).bytes.buffer];
}

async function read(command: ReadingCommand): Promise<Readings[ReadingCommand['kind']]['read']> {
  switch (command.kind) {
    case 'weights':
      return readWeights(command.asked);
    case 'checkpoint':
      return checkpointFromFile(only(command.asked));
    case 'picture':
      return openPicture(only(command.asked));
  }
}

async function readWeights({ files, environment, answers }: Readings['weights']['asked']) {
  const { checkpoint, ...others } = await openChosenFiles(files, environment, answers);
  return { ...others, checkpoint: packCheckpoint(checkpoint) };
}

function only({ files }: Readings['picture']['asked']): File {
  const [file] = files;
  if (!file) throw new RangeError('there is no file');
  return file;
}
