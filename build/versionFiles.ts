import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { versionFilesId } from '../src/offline/versionFiles.ts';
import { bundleScript } from './bundleScript.ts';

const pageFile = 'index.html';
const emptyList = `<script type="application/json" id="${versionFilesId}"></script>`;
const restartPlace = '<!-- The build puts src/offline/restart.ts here. -->';
/** The pictures are not the version's affair: they lie in IndexedDB. */
const picturesFolder = 'cifar-10/';

/**
 * Makes a version of the page one that can be verified: `index.html` gets a list of all other files with their SHA-256, and the
 * script that notices where one of them did not arrive; the service worker gets the SHA-256 of `index.html`.
 */
export function versionFiles(): Plugin {
  let config: ResolvedConfig;

  return {
    name: 'version-files',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        const restart = await bundleScript('src/offline/restart.ts');
        if (restart.includes('</script')) throw new Error('the script would end early');
        if (!html.includes(restartPlace)) throw new Error(`index.html has no ${restartPlace}`);
        return html
          .replace(restartPlace, () => `<script>${restart}</script>`)
          .replace('</body>', () => `${emptyList}</body>`);
      },
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const folder = resolve(config.root, config.build.outDir);
        const page = await readFile(join(folder, pageFile), 'utf8');
        const list = JSON.stringify(await filesIn(folder));
        const withList = page.replace(emptyList, () => emptyList.replace('><', () => `>${list}<`));
        await writeFile(join(folder, pageFile), withList);
        const worker = await bundleScript('src/offline/service.worker.ts', {
          VERSION: integrityOf(withList),
        });
        await writeFile(join(folder, 'sw.js'), `${worker}\n`);
      },
    },
  };
}

/** As `fetch` takes it. */
export function integrityOf(content: string | Uint8Array): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => name !== pageFile && !name.startsWith(picturesFolder))
    .toSorted();
  const files: Record<string, string> = {};
  for (const name of names) files[name] = integrityOf(await readFile(join(folder, name)));
  return files;
}
