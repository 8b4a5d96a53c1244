import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { Transform } from 'node:stream';
import { freePort } from '../../commands/port.mjs';
import { mediaTypes } from '../browser/harness/plainHost.ts';
import { builtVersions, type Version, type VersionName, type Versions } from '../browser/harness/versions.ts';
import { type AskedFor, type BodyChange, startProxy } from '../server/proxy.ts';
import { type Answer, instrument, type Watch } from './instrument.ts';

/**
 * Normal; no answers; a captive portal's sign-in page for every request; or full storage for pages and workers that start from
 * now on.
 */
export type HostState = 'well' | 'gone' | 'garbage' | 'full';

export type Deployment = 'whole' | 'half';

export type AtMoment = (name: string) => Promise<Answer>;

/** An HTTP proxy between the browser and the tests' server. The page keeps its origin, and with it the pictures of the stored profile. */
export interface FaultHost {
  readonly url: string;
  turn(state: HostState): void;
  /**
   * Puts the other version in the place of the one that is there, or without the files below `assets/`, for which it answers HTML.
   * Returns which one is there now.
   *
   * @throws Error for a host without versions
   */
  publishOther(deployment: Deployment): VersionName;
  /** Puts there what is missing of the version that it returns. */
  complete(): VersionName;
  /** Sets what to watch for from now on, and what happens then. */
  plan(watches: readonly Watch[], atMoment?: AtMoment): void;
  close(): Promise<void>;
}

/** The trainer autosaves every fifteen seconds of its clock: a few steps of these runs. */
const clockRate = 300;
const pagePaths: readonly string[] = ['/', '/index.html'];
const workerScript = /\/assets\/[\w-]+\.worker-[\w-]+\.js$/;
const instrumentPath = '/instrument.js';
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const signInPage = '<!doctype html><title>Welcome</title><p>Sign in to use this network.</p>';

const doNothing: AtMoment = async () => ({ order: 'nothing', watches: [] });

/** For workers whose files are verified, and must not change with what is watched. */
const instrumentLoader = `{
  const request = new XMLHttpRequest();
  request.open('GET', '${instrumentPath}', false);
  request.send();
  (0, eval)(request.responseText);
}
`;

/** Two versions of the page, both with the instrument, as a service worker can verify them. */
export function instrumentedVersions(): Promise<Versions> {
  return builtVersions((name, text) => {
    if (name === 'index.html') return withInstrument(text);
    return workerScript.test(`/${name}`) ? `${instrumentLoader}${text}` : text;
  });
}

/**
 * @param upstream the tests' server
 * @param versions served in the place of the page that the tests' server has; null to serve that one
 */
export async function startFaultHost(upstream: string, versions: Versions | null): Promise<FaultHost> {
  let [published, deployment]: [VersionName, Deployment] = ['first', 'whole'];
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
    if (versions && url.pathname === instrumentPath) return sendInstrument(response);
    if (state === 'gone') {
      response.destroy();
      return true;
    }
    if (state === 'garbage') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(signInPage);
      return true;
    }
    if (url.pathname === instrumentPath) return sendInstrument(response);
    return (
      versions !== null && answerFrom(versions[published], url.pathname.slice(1) || 'index.html', response)
    );
  }

  function sendInstrument(response: ServerResponse): true {
    const headers = { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' };
    response.writeHead(200, headers).end(instrumentCode());
    return true;
  }

  function answerFrom(version: Version, name: string, response: ServerResponse): boolean {
    const isAsset = name.startsWith('assets/');
    const isMissing = isAsset && deployment === 'half';
    const content = isMissing ? signInPage : version.get(name);
    if (content !== undefined) {
      const type = isMissing ? 'text/html' : (mediaTypes[extname(name)] ?? 'application/octet-stream');
      response.writeHead(200, { 'Content-Type': type, ...isolation }).end(content);
    } else if (isAsset) response.writeHead(404).end();
    // The pictures, and the blank page.
    else return false;
    return true;
  }

  function changeFor({ url: { pathname } }: AskedFor): BodyChange {
    if (versions === null && pagePaths.includes(pathname)) return { kind: 'whole', change: withInstrument };
    if (versions === null && workerScript.test(pathname)) {
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
    publishOther(next) {
      if (versions === null) throw new Error('this host has one version');
      published = published === 'first' ? 'second' : 'first';
      deployment = next;
      return published;
    },
    complete() {
      deployment = 'whole';
      return published;
    },
    plan(planned, tell = doNothing) {
      watches = planned;
      atMoment = tell;
    },
    close: proxy.close,
  };
}

function withInstrument(page: Buffer | string): string {
  return page.toString().replace('<script', `<script src="${instrumentPath}"></script><script`);
}

function garbling(isGarbage: () => boolean): Transform {
  return new Transform({
    transform: (chunk, _, done) => done(null, isGarbage() ? Buffer.alloc(chunk.length, 0x3c) : chunk),
  });
}
