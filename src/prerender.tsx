import { renderToString } from 'react-dom/server';
import type { Environment } from './session/environment/environment.ts';
import { createSession } from './session/session.ts';
import { App } from './ui/App.tsx';

/*
 * The page as everybody sees it first, as HTML: rendered when the page is built (`build/prerender.ts`), and hydrated by `main.tsx`.
 */

/** Rendering only reads the initial state: it starts no worker and opens no store. */
const nothing: Environment = {
  createTrainingClient: () => ({ send: unreachable, end: unreachable }),
  createDataClient: () => ({ send: unreachable }),
  read: unreachable,
  checkpointStores: {
    list: unreachable,
    listKnown: unreachable,
    load: unreachable,
    save: unreachable,
    setPinned: unreachable,
    localShare: unreachable,
    delete: unreachable,
  },
  autosaves: { list: unreachable, save: unreachable, discard: unreachable },
  runStore: {
    list: unreachable,
    load: unreachable,
    save: unreachable,
    describe: unreachable,
    delete: unreachable,
  },
  sweepStore: { list: unreachable, save: unreachable, delete: unreachable },
  preferences: { read: unreachable, write: unreachable },
  storageWatch: { begin: unreachable },
  tabs: null,
  keepFilesOfPage: null,
  readSummaries: unreachable,
  readPictures: unreachable,
  readStorageUse: unreachable,
  findAdapter: unreachable,
  requestPersistence: unreachable,
  deliverFiles: unreachable,
  dataBaseUrl: '',
  now: unreachable,
  drawSeed: unreachable,
};

function unreachable(): never {
  throw new Error('the page is only rendered, not used');
}

/** The contents of `#root`. */
export function prerender(): string {
  return renderToString(<App session={createSession(nothing)} />);
}
