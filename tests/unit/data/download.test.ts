import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadOptions, fetchChunks } from '../../../src/data/download.ts';
import { type Cifar10Server, startCifar10Server } from '../../fixtures/cifar10Server.ts';
import { failureOf } from '../../fixtures/importing.ts';
import { packageFile } from '../../fixtures/realCifar10.ts';

describe('a download', () => {
  let server: Cifar10Server;
  const file = 'test_lables.json';
  const { signal } = new AbortController();
  const url = () => new URL(file, server.baseUrl);

  beforeEach(async () => {
    server = await startCifar10Server();
  });
  afterEach(() => server.close());

  it('gives the bytes, and tells how many have arrived', async () => {
    const progress: [number, number | null][] = [];
    const bytes = await bytesOf(url(), { signal, onProgress: (...report) => progress.push(report) });
    expect(Buffer.compare(bytes, await packageFile(file))).toBe(0);
    expect(progress.at(-1)).toEqual([20_001, 20_001]);
  });

  it.each([404, 500, 503])('fails with the status %i', async (status) => {
    server.answers.set(file, (response) => response.writeHead(status).end('no'));
    expect(await failureOf(bytesOf(url(), { signal }))).toEqual({
      code: 'download-failed',
      details: { file, status },
    });
  });

  it('fails without a status where no server answers', async () => {
    const gone = url();
    await server.close();
    expect(await failureOf(bytesOf(gone, { signal }))).toEqual({
      code: 'download-failed',
      details: { file, status: null },
    });
  });

  it('that breaks off is incomplete', async () => {
    server.answers.set(file, (response) => {
      response.writeHead(200, { 'Content-Length': 20_001 });
      response.write('[1, 2', () => response.destroy());
    });
    expect(await failureOf(bytesOf(url(), { signal }))).toEqual({
      code: 'download-incomplete',
      details: { file, receivedBytes: 5, expectedBytes: 20_001 },
    });
  });

  it('that no memory was left for is not called incomplete', async () => {
    const read = vi
      .spyOn(ReadableStreamDefaultReader.prototype, 'read')
      .mockRejectedValue(new RangeError('Array buffer allocation failed'));
    await expect(bytesOf(url(), { signal })).rejects.toThrow(/allocation failed/);
    read.mockRestore();
  });

  it('that breaks off without having told its length has failed', async () => {
    server.answers.set(file, (response) => {
      response.writeHead(200);
      response.write('[1, 2', () => response.destroy());
    });
    expect(await failureOf(bytesOf(url(), { signal }))).toEqual({
      code: 'download-failed',
      details: { file, status: null },
    });
  });

  it('that was compressed on the way is whole, whatever its length says', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = gzipSync(Buffer.from('[1]'));
    server.answers.set(file, (response) =>
      response.writeHead(200, { 'Content-Length': packed.length, 'Content-Encoding': 'gzip' }).end(packed),
    );
    expect(new TextDecoder().decode(await bytesOf(url(), { signal }))).toBe('[1]');
  });

  it('ends when it is cancelled, which is no failure', async () => {
    const abort = new AbortController();
    server.answers.set(file, (response) => {
      response.writeHead(200, { 'Content-Length': 20_001 });
      response.write('[1, 2');
    });
    const download = bytesOf(url(), { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(download).rejects.toMatchObject({ name: 'AbortError' });
  });
});

async function bytesOf(url: URL, options: DownloadOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of fetchChunks(url, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
