import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../dist/', import.meta.url));
const prefix = '/some/where/';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticHost {
  readonly url: string;
  /** From now on the service worker is another one, as after a new build. */
  publishNewVersion(): void;
  close(): void;
}

/** A host that serves the built page's files below a sub-path, and nothing else: no headers, no pictures. */
export async function startStaticHost(): Promise<StaticHost> {
  let version = 1;
  const server = createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const name = pathname.slice(prefix.length) || 'index.html';
    try {
      const content = await readFile(join(folder, name), 'utf8');
      response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream');
      response.end(name === 'sw.js' ? `${content}\n// ${version}` : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}${prefix}`,
    publishNewVersion: () => {
      version += 1;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
