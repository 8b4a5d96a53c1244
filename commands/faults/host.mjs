import { createServer, request } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { freePort } from '../port.mjs';
import { standBy } from './agent.mjs';

/** @typedef {import('./agent.mjs').Watch} Watch */
/** @typedef {import('./agent.mjs').Answer} Answer */
/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/**
 * The world as it should be; or nobody answers; or an inn's sign-in page answers everything; or what starts from now on finds no
 * room in the browser's storage.
 * @typedef {'well' | 'gone' | 'garbage' | 'full'} HostState
 */

/**
 * @typedef {object} Host
 * @property {string} url
 * @property {(state: HostState) => void} turn
 * @property {(watches: readonly Watch[], atMoment: AtMoment) => void} plan what is watched for from now on
 * @property {() => void} end
 */

/** @typedef {(name: string, step: number) => Promise<Answer>} AtMoment */

const workerScript = /\/assets\/[\w-]+\.worker-[\w-]+\.js$/;
const signInPage = '<!doctype html><title>Welcome</title><p>Sign in to use this network.</p>';

/**
 * Stands between the browser and the server of the page: it puts the agent into the page and its workers, and can be gone or
 * answer garbage.
 * @param {string} upstream
 * @param {{ clockRate: number }} options
 * @returns {Promise<Host>}
 */
export async function startHost(upstream, { clockRate }) {
  /** @type {HostState} */
  let state = 'well';
  /** @type {readonly Watch[]} */
  let watches = [];
  /** @type {AtMoment} */
  let atMoment = async () => ({ order: 'nothing', watches: [] });
  /** @type {Set<ServerResponse>} */
  const answers = new Set();

  const agent = () =>
    `(${standBy})(${JSON.stringify(watches)}, ${JSON.stringify({ clockRate, isFull: state === 'full' })});\n`;

  /**
   * @param {URL} url
   * @param {ServerResponse} response
   */
  async function tellOfMoment({ searchParams }, response) {
    const answer = await atMoment(searchParams.get('name') ?? '', Number(searchParams.get('step')));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }

  /**
   * @param {IncomingMessage} source
   * @param {ServerResponse} response
   * @param {string} path
   */
  async function passOn(source, response, path) {
    const headers = { ...source.headers, 'cache-control': 'no-store' };
    const { 'content-length': length, etag: _, ...others } = headers;
    const isPage = path === '/' || path === '/index.html';
    if (isPage || workerScript.test(path)) {
      const text = await textOf(source);
      response.writeHead(source.statusCode ?? 200, others);
      response.end(
        isPage ? text.replace('<script', '<script src="/agent.js"></script><script') : agent() + text,
      );
      return;
    }
    response.writeHead(source.statusCode ?? 200, length ? { ...others, 'content-length': length } : others);
    await pipeline(
      source,
      garbling(() => state === 'garbage'),
      response,
    );
  }

  const server = createServer((asked, response) => {
    const url = new URL(asked.url ?? '/', 'http://localhost');
    if (url.pathname === '/at-moment') return void tellOfMoment(url, response);
    if (url.pathname === '/blank') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Blank</title>');
      return;
    }
    if (state === 'gone') return void asked.socket.destroy();
    if (state === 'garbage') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(signInPage);
      return;
    }
    if (url.pathname === '/agent.js') {
      response
        .writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' })
        .end(agent());
      return;
    }
    answers.add(response);
    response.once('close', () => answers.delete(response));
    const { 'accept-encoding': _, 'if-none-match': __, ...headers } = asked.headers;
    request(new URL(asked.url ?? '/', upstream), { method: asked.method, headers }, (source) => {
      passOn(source, response, url.pathname).catch(() => response.destroy());
    })
      .once('error', () => response.destroy())
      .end();
  });
  const port = await freePort(4618);
  await new Promise((listening) => server.listen(port, '127.0.0.1', () => listening(null)));

  return {
    url: `http://localhost:${port}/`,
    turn(next) {
      state = next;
      if (state === 'gone') for (const answer of answers) answer.destroy();
    },
    plan(planned, tell) {
      watches = planned;
      atMoment = async (name, step) => {
        const answer = await tell(name, step);
        watches = answer.watches;
        return answer;
      };
    },
    end() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @param {IncomingMessage} source */
async function textOf(source) {
  const chunks = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** @param {() => boolean} isGarbage */
function garbling(isGarbage) {
  return new Transform({
    transform: (chunk, _, done) => done(null, isGarbage() ? Buffer.alloc(chunk.length, 0x3c) : chunk),
  });
}
