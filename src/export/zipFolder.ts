import { strToU8, zipSync } from 'fflate';
import type { ExportedFile } from './exportedFile.ts';

/** A zip of a folder with that name. Texts are compressed; bytes are not, because weights hardly compress. */
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
