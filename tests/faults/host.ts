import type { ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { freePort } from '../../commands/port.mjs';
import { type AskedFor, type BodyChange, startProxy } from '../server/proxy.ts';
import { type Answer, instrument, type Watch } from './instrument.ts';

/**
 * Normal; no answers; a captive portal's sign-in page for every request; or full storage for pages and workers that start from
 * now on.
 */
export type HostState = 'well' | 'gone' | 'garbage' | 'full';

export type AtMoment = (name: string) => Promise<Answer>;

/** An HTTP proxy between the browser and the tests' server. The page keeps its origin, and with it the pictures of the stored profile. */
export interface FaultHost {
  readonly url: string;
  turn(state: HostState): void;
  /** Sets what to watch for from now on, and what happens then. */
  plan(watches: readonly Watch[], atMoment?: AtMoment): void;
  close(): Promise<void>;
}

/** The trainer autosaves every fifteen seconds of its clock: a few steps of these runs. */
const clockRate = 300;
const pagePaths: readonly string[] = ['/', '/index.html'];
const workerScript = /\/assets\/[\w-]+\.worker-[\w-]+\.js$/;
const instrumentPath = '/instrument.js';
const signInPage = '<!doctype html><title>Welcome</title><p>Sign in to use this network.</p>';

const doNothing: AtMoment = async () => ({ order: 'nothing', watches: [] });

/** @param upstream the tests' server */
export async function startFaultHost(upstream: string): Promise<FaultHost> {
  let state: HostState = 'well';
  let watches: readonly Watch[] = [];
  let atMoment = doNothing;

  function instrumentCode(): string {
    const options = { clockRate, isFull: state === 'full' };
    return `(${instrument})(${JSON.stringify(watches)}, ${JSON.stringify(options)});\n`;
  }

  async function tellOfMoment(name: string, response: ServerResponse): Promise<void> {
    const answer = await atMoment(name);
    watches = answer.watches;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }

  function answer({ url }: AskedFor, response: ServerResponse): boolean {
    if (url.pathname === '/at-moment') {
      void tellOfMoment(url.searchParams.get('name') ?? '', response);
      return true;
    }
    if (state === 'gone') {
      response.destroy();
      return true;
    }
    if (state === 'garbage') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(signInPage);
      return true;
    }
    if (url.pathname === instrumentPath) {
      const headers = { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' };
      response.writeHead(200, headers).end(instrumentCode());
      return true;
    }
    return false;
  }

  function changeFor({ url: { pathname } }: AskedFor): BodyChange {
    if (pagePaths.includes(pathname)) return { kind: 'whole', change: withInstrument };
    if (workerScript.test(pathname)) {
      return { kind: 'whole', change: (body) => `${instrumentCode()}${body}` };
    }
    return { kind: 'stream', through: garbling(() => state === 'garbage') };
  }

  const proxy = await startProxy(upstream, await freePort(4618), { answer, changeFor });
  return {
    url: proxy.url,
    turn(next) {
      state = next;
      if (state === 'gone') proxy.breakOff();
    },
    plan(planned, tell = doNothing) {
      watches = planned;
      atMoment = tell;
    },
    close: proxy.close,
  };
}

function withInstrument(page: Buffer): string {
  return page.toString().replace('<script', `<script src="${instrumentPath}"></script><script`);
}

function garbling(isGarbage: () => boolean): Transform {
  return new Transform({
    transform: (chunk, _, done) => done(null, isGarbage() ? Buffer.alloc(chunk.length, 0x3c) : chunk),
  });
}
