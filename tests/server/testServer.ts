import type { ServerResponse } from 'node:http';
import { type Misbehaviour, misbehaviourFor } from './misbehaviour.ts';
import { type AskedFor, type BodyChange, type RunningProxy, startProxy } from './proxy.ts';
import { testWorkerCode, testWorkersPath } from './testWorkers.ts';

/** A blank page of the same origin, from which tests read and change stored data. */
export const blankPath = '/blank';

/**
 * The server of the browser tests: the page as its own server gives it, the workers of `tests/browser/harness`, and whatever
 * misbehaviour a browser context asks for (`misbehaviour.ts`).
 *
 * @param upstream the page's own server
 */
export function startTestServer(upstream: string, port: number): Promise<RunningProxy> {
  return startProxy(upstream, port, { answer, changeFor });
}

function answer(asked: AskedFor, response: ServerResponse): boolean {
  const { pathname } = asked.url;
  if (pathname === blankPath) {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Blank</title>');
    return true;
  }
  if (pathname.startsWith(testWorkersPath)) {
    void sendTestWorker(pathname, response);
    return true;
  }
  switch (askedMisbehaviour(asked)?.kind) {
    case 'closes the connection':
      response.destroy();
      return true;
    case 'never answers':
      return true;
    case 'has no such file':
      response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
      return true;
    default:
      return false;
  }
}

function changeFor(asked: AskedFor): BodyChange | null {
  const misbehaviour = askedMisbehaviour(asked);
  switch (misbehaviour?.kind) {
    case 'flips a bit':
      return { kind: 'whole', change: withFlippedBit };
    case 'puts a script first':
      return { kind: 'whole', change: (body) => `${misbehaviour.script}\n${body}` };
    default:
      return null;
  }
}

function askedMisbehaviour({ request, url }: AskedFor): Misbehaviour | null {
  return misbehaviourFor(request.headers.cookie, url.pathname);
}

function withFlippedBit(body: Buffer): Buffer {
  const middle = Math.trunc(body.length / 2);
  body[middle] = (body[middle] ?? 0) ^ 1;
  return body;
}

async function sendTestWorker(path: string, response: ServerResponse): Promise<void> {
  try {
    const code = await testWorkerCode(path.slice(testWorkersPath.length));
    // Without the second header a cross-origin isolated page starts no worker.
    const headers = { 'Content-Type': 'text/javascript', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    response.writeHead(200, headers).end(code);
  } catch (error) {
    response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
  }
}
