import { zipSync } from 'fflate';
import { safeFileName } from '../fileName.ts';
import { encodeEventFile, type RunLog } from './eventFile.ts';
import type { Bytes } from './protobuf.ts';

export interface LogDirectory {
  /** One directory per run, as TensorBoard expects. */
  readonly name: string;
  readonly log: RunLog;
}

/** A zip of log directories: unpack it and point `tensorboard --logdir` at the folder. */
export function zipLogDirectories(directories: readonly LogDirectory[]): Bytes {
  const files: Record<string, Uint8Array> = {};
  for (const { name, log } of directories) {
    const directory = uniqueName(safeFileName(name), files);
    files[`${directory}/events.out.tfevents.${Math.floor(log.startedAt)}.tab`] = encodeEventFile(log);
  }
  return new Uint8Array(zipSync(files, { level: 6 }));
}

function uniqueName(name: string, files: Readonly<Record<string, unknown>>): string {
  const isTaken = (candidate: string) => Object.keys(files).some((path) => path.startsWith(`${candidate}/`));
  let unique = name;
  for (let number = 2; isTaken(unique); number++) unique = `${name}-${number}`;
  return unique;
}
