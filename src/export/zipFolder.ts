import { strToU8, zipSync } from 'fflate';
import type { ExportedFile } from './exportedFile.ts';

/** A zip of a folder of that name. Texts are compressed; bytes, which are weights, are noise to a compressor. */
export function zipFolder(name: string, files: Readonly<Record<string, string | Uint8Array>>): ExportedFile {
  const entries = Object.entries(files).map(([path, content]) =>
    typeof content === 'string'
      ? [`${name}/${path}`, [strToU8(content), { level: 6 }]]
      : [`${name}/${path}`, [content, { level: 0 }]],
  );
  return {
    name: `${name}.zip`,
    mediaType: 'application/zip',
    bytes: new Uint8Array(zipSync(Object.fromEntries(entries))),
  };
}
