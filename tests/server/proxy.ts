import {
  createServer,
  type IncomingMessage,
  request as requestUpstream,
  type ServerResponse,
} from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { closed } from '../fixtures/listening.ts';

/** What a proxy does to requests beside passing them on. */
export interface Interceptor {
  /** Answers a request itself and returns true, or leaves it to the page's server and returns false. */
  answer(asked: AskedFor, response: ServerResponse): boolean;
  /** How the body that the page's server sends is changed on its way; null where it is not. */
  changeFor(asked: AskedFor): BodyChange | null;
}

export interface AskedFor {
  readonly request: IncomingMessage;
  readonly url: URL;
}

export type BodyChange =
  | { readonly kind: 'whole'; readonly change: (body: Buffer) => Buffer | string }
  /** Of the same length. */
  | { readonly kind: 'stream'; readonly through: Transform };

export interface RunningProxy {
  readonly url: string;
  /** Breaks off every answer that is under way. */
  breakOff(): void;
  close(): Promise<void>;
}

/**
 * Stands between browsers and the server of the page, so that a test can have a server that misbehaves without touching the one
 * under test, and without the browser's debugger.
 *
 * @param upstream the page's own server
 * @param port where browsers find the proxy
 */
export async function startProxy(
  upstream: string,
  port: number,
  interceptor: Interceptor,
): Promise<RunningProxy> {
  const answers = new Set<ServerResponse>();

  const server = createServer((request, response) => {
    const asked = { request, url: new URL(request.url ?? '/', 'http://localhost') };
    answers.add(response);
    response.once('close', () => answers.delete(response));
    if (interceptor.answer(asked, response)) return;
    const change = interceptor.changeFor(asked);
    requestUpstream(
      new URL(request.url ?? '/', upstream),
      { method: request.method, headers: change ? withoutConditions(request) : request.headers },
      (source) => {
        passOn(source, response, change).catch(() => response.destroy());
      },
    )
      .once('error', () => response.destroy())
      .end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://localhost:${port}/`,
    breakOff() {
      for (const answer of answers) answer.destroy();
    },
    close: () => closed(server),
  };
}

/** What is changed on its way must come whole and as it is, whatever of it the browser has stored. */
function withoutConditions({ headers }: IncomingMessage) {
  const { 'accept-encoding': _, 'if-none-match': __, 'if-modified-since': ___, ...others } = headers;
  return others;
}

async function passOn(
  source: IncomingMessage,
  response: ServerResponse,
  change: BodyChange | null,
): Promise<void> {
  const status = source.statusCode ?? 502;
  if (change === null) {
    response.writeHead(status, source.headers);
    return pipeline(source, response);
  }
  const { 'content-length': length, etag: _, ...headers } = source.headers;
  const changedHeaders = { ...headers, 'cache-control': 'no-store' };
  if (change.kind === 'stream') {
    response.writeHead(status, length ? { ...changedHeaders, 'content-length': length } : changedHeaders);
    return pipeline(source, change.through, response);
  }
  const body = change.change(Buffer.concat(await source.toArray()));
  response.writeHead(status, changedHeaders).end(body);
}
