import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { integrityOf } from '../../../build/versionFiles.ts';
import {
  askedFile,
  cacheName,
  forgetUnused,
  putAside,
  storedFile,
  storeVersion,
  type VersionPlace,
} from '../../../src/offline/storedVersions.ts';
import { versionFilesIn } from '../../../src/offline/versionFiles.ts';
import { closed, listening } from '../../fixtures/listening.ts';
import { cachesInMemory } from '../../fixtures/playedCaches.ts';

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}

const page: Answer = { type: 'text/html', body: '<!doctype html><h1>CIFAR-10 in a tab</h1>' };
const script = (body: string): Answer => ({ type: 'text/javascript', body });

let server: Server;
let scope: string;
/** What the server has, by name. */
let files: Map<string, Answer>;
let asked: string[];

beforeEach(async () => {
  files = new Map();
  asked = [];
  server = createServer(({ url = '' }, response) => {
    const name = url.slice('/course/'.length);
    asked.push(name);
    const { status = 200, type, body } = files.get(name) ?? { ...page, status: 404 };
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
  scope = `http://localhost:${await listening(server)}/course/`;
  vi.stubGlobal('caches', cachesInMemory());
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await closed(server);
});

/** Puts a version on the server, in the place of what is there. */
function publish(contents: Readonly<Record<string, string>>): VersionPlace {
  const list = Object.entries(contents).map(([name, body]) => [name, integrityOf(body)]);
  const html = `<h1></h1><script type="application/json" id="version-files">${JSON.stringify(Object.fromEntries(list))}</script>`;
  files = new Map(Object.entries(contents).map(([name, body]) => [name, script(body)]));
  files.set('index.html', { type: 'text/html; charset=utf-8', body: html });
  return { scope, version: integrityOf(html) };
}

const first = { 'assets/index-1.js': 'one', 'assets/worker-1.js': 'works', 'assets/charts-0.js': 'draws' };
const second = {
  'assets/index-2.js': 'two',
  'assets/worker-2.js': 'works better',
  'assets/charts-0.js': 'draws',
};

async function textOf(name: string, place: VersionPlace): Promise<string | undefined> {
  return (await storedFile(new URL(name, scope), place))?.text();
}

describe('a version', () => {
  it('is stored with all files that its page lists', async () => {
    const place = publish(first);
    await storeVersion(place);
    expect(await textOf('assets/worker-1.js', place)).toBe('works');
    expect(await textOf('index.html', place)).toContain('version-files');
  });

  it.each<[string, Answer]>([
    ['HTML in its place, with status 200', page],
    ['HTML that says that it is a script', { ...page, type: 'text/javascript' }],
    ['the right bytes as HTML, which no browser runs', { ...script('works'), type: 'text/html' }],
    ['a part of it', script('wor')],
    ['another version of it', script('works better')],
    ['nothing', { ...page, status: 404 }],
    ['an error with the right bytes', { ...script('works'), status: 500 }],
  ])('is not installed where a script is answered with %s', async (_, answer) => {
    const place = publish(first);
    files.set('assets/worker-1.js', answer);
    await expect(storeVersion(place)).rejects.toThrow(TypeError);
    expect(await textOf('assets/worker-1.js', place)).toBeUndefined();
    expect(await textOf('index.html', place)).toBeUndefined();
  });

  it('is not installed where the page is that of another version', async () => {
    const place = publish(first);
    publish(second);
    await expect(storeVersion(place)).rejects.toThrow(TypeError);
  });

  it('is installed by the next attempt, which fetches only what is missing', async () => {
    const place = publish(first);
    files.set('assets/worker-1.js', page);
    await expect(storeVersion(place)).rejects.toThrow(TypeError);
    files.set('assets/worker-1.js', script('works'));
    asked = [];
    await storeVersion(place);
    expect(asked).not.toContain('assets/index-1.js');
    expect(await textOf('assets/worker-1.js', place)).toBe('works');
  });

  it('takes from the version before what is the same', async () => {
    await storeVersion(publish(first));
    const place = publish(second);
    asked = [];
    await storeVersion(place);
    expect(asked).not.toContain('assets/charts-0.js');
    await forgetUnused(scope, cacheName(scope, place.version), []);
    expect(await textOf('assets/charts-0.js', place)).toBe('draws');
  });

  it('takes nothing from a cache that was not verified', async () => {
    const workbox = await caches.open(`workbox-precache-v2-${scope}`);
    await workbox.put(new URL('assets/charts-0.js', scope), new Response(page.body));
    const place = publish(second);
    await storeVersion(place);
    expect(await textOf('assets/charts-0.js', place)).toBe('draws');
  });
});

describe('a page of an earlier version', () => {
  it('gets its own files after a newer one was taken, and only those whose names stand for contents', async () => {
    const older = publish({ ...first, 'remembered.js': 'old' });
    await storeVersion(older);
    const newer = publish({ ...second, 'remembered.js': 'new' });
    await storeVersion(newer);
    await forgetUnused(scope, cacheName(scope, newer.version), [`${scope}assets/index-1.js`]);
    expect(await textOf('assets/worker-1.js', newer)).toBe('works');
    expect(await textOf('assets/worker-2.js', newer)).toBe('works better');
    expect(await textOf('remembered.js', newer)).toBe('new');
  });

  it('gets them after an older one was published again, too', async () => {
    const older = publish(first);
    await storeVersion(older);
    await storeVersion(publish(second));
    await forgetUnused(scope, cacheName(scope, older.version), [`${scope}assets/index-2.js`]);
    expect(await textOf('assets/worker-2.js', older)).toBe('works better');
  });

  it('gets what it has put aside before any version was installed', async () => {
    publish(first);
    const list = versionFilesIn(files.get('index.html')?.body ?? '') ?? {};
    await putAside(scope, list);
    const newer = publish(second);
    await storeVersion(newer);
    await forgetUnused(scope, cacheName(scope, newer.version), [`${scope}assets/index-1.js`]);
    expect(await textOf('assets/worker-1.js', newer)).toBe('works');
  });

  it('is forgotten when no page of it is open', async () => {
    await storeVersion(publish(first));
    const newer = publish(second);
    await storeVersion(newer);
    const other = cacheName('http://localhost/other/', 'of another page');
    await caches.open(other);
    await forgetUnused(scope, cacheName(scope, newer.version), [`${scope}assets/index-2.js`]);
    expect(await caches.keys()).toEqual([cacheName(scope, newer.version), other]);
  });

  it('stays where it cannot be known which pages are open, but not more than one', async () => {
    await storeVersion(publish({ 'assets/index-0.js': 'zero' }));
    const older = publish(first);
    await storeVersion(older);
    const newer = publish(second);
    await storeVersion(newer);
    await forgetUnused(scope, cacheName(scope, newer.version), null);
    expect(await caches.keys()).toEqual([older, newer].map(({ version }) => cacheName(scope, version)));
  });
});

describe('what a page puts aside', () => {
  it('is nothing where its version is stored', async () => {
    await storeVersion(publish(first));
    const list = versionFilesIn(files.get('index.html')?.body ?? '') ?? {};
    asked = [];
    await putAside(scope, list);
    expect(asked).toEqual([]);
  });

  it('is no answer of a server that has another version by then', async () => {
    publish(first);
    const list = versionFilesIn(files.get('index.html')?.body ?? '') ?? {};
    files.set('assets/worker-1.js', page);
    await expect(putAside(scope, list)).rejects.toThrow(TypeError);
    expect(await caches.match(new URL('assets/worker-1.js', scope))).toBeUndefined();
  });
});

describe('a request', () => {
  const get = { method: 'GET', cache: 'default' } as const;
  const file = (url: string, others = {}) =>
    askedFile({ ...get, url: `${scope}${url}`, ...others }, scope)?.href.slice(scope.length) ?? null;

  it('is for the page, whatever configuration its link has', () => {
    expect(file('')).toBe('index.html');
    expect(file('?network=two-layer&seed=5#train')).toBe('index.html');
    expect(file('index.html')).toBe('index.html');
  });

  it('is for a file of the page', () => {
    expect(file('assets/index-1.js')).toBe('assets/index-1.js');
    expect(file('icon.svg')).toBe('icon.svg');
  });

  it('is for something else', () => {
    expect(file('cifar-10/data_batch_1.png')).toBeNull();
    expect(askedFile({ ...get, url: 'http://elsewhere/index.html' }, scope)).toBeNull();
    expect(file('', { method: 'POST' })).toBeNull();
  });

  it('is for the server where it must not be answered from what is stored', () => {
    expect(file('', { cache: 'reload' })).toBeNull();
  });
});
