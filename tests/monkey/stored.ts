import type { Page } from '@playwright/test';

/** What a tab lists, or what the stores hold. */
export interface Lists {
  /** Step, seed and place of each, sorted. */
  readonly checkpoints: readonly string[];
  /** Their ids, sorted. */
  readonly runs: readonly string[];
  /** Their ids, sorted. */
  readonly sweeps: readonly string[];
  /** The batches of CIFAR-10; null while they are loaded or deleted. */
  readonly batches: number | null;
}

export interface Stored extends Lists {
  /** Of every checkpoint, run and sweep. */
  readonly ids: readonly string[];
}

/** Reads the stores without the code under test. */
export async function storedLists(page: Page): Promise<Stored> {
  const { batches, ...stored } = await page.evaluate(readStores);
  const checkpoints = new Map(stored.checkpoints.map((checkpoint) => [checkpoint.id, checkpoint]));
  for (const checkpoint of stored.localCheckpoints) checkpoints.set(checkpoint.id, checkpoint);
  return {
    checkpoints: [...checkpoints.values()].map(({ text }) => text).sort(),
    runs: stored.runs.map(({ id }) => id).sort(),
    sweeps: stored.sweeps.sort(),
    batches,
    ids: [
      ...[...checkpoints.keys()].map((id) => `checkpoint ${id}`),
      ...stored.runs.map(({ id }) => `run ${id}`),
      ...stored.sweeps.map((id) => `sweep ${id}`),
    ],
  };
}

/** Runs in the page. */
async function readStores() {
  interface Summary {
    readonly id: string;
    readonly step: number;
    readonly hyperparameters: { readonly seed: number };
  }
  const names = new Set((await indexedDB.databases()).map(({ name }) => name));

  /** A database that is not there must not be created: the page would find it without its stores. */
  async function read<Result>(
    name: string,
    store: string,
    what: (objects: IDBObjectStore) => IDBRequest<Result[]>,
  ): Promise<Result[]> {
    if (!names.has(name)) return [];
    const database = await fulfilled(indexedDB.open(name));
    try {
      return await fulfilled(what(database.transaction(store).objectStore(store)));
    } finally {
      database.close();
    }
  }

  function fulfilled<Result>(request: IDBRequest<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function checkpointOf(summary: Summary, number: number, place: string) {
    const { id, step, hyperparameters } = summary;
    return { id, number, text: `step ${step}, seed ${hyperparameters.seed}, in ${place}` };
  }

  const prefix = 'cifar-10/checkpoint/';
  const localCheckpoints = Object.entries<string>({ ...localStorage })
    .filter(([key]) => key.startsWith(prefix))
    .map(([, text]) => {
      const { number, ...summary } = JSON.parse(text.slice(0, text.indexOf('\n')));
      return checkpointOf(summary, number, 'localStorage');
    });
  const summaries = await read<{ summary: Summary; number: number }>(
    'cifar-10-checkpoints',
    'summaries',
    (objects) => objects.getAll(),
  );
  const runs = await read<{ id: string }>('cifar-10-runs', 'summaries', (objects) => objects.getAll());
  const sweeps = await read('cifar-10-sweeps', 'sweeps', (objects) => objects.getAllKeys());
  const batches = await read('cifar-10', 'summaries', (objects) => objects.getAllKeys());
  return {
    localCheckpoints,
    checkpoints: summaries.map(({ summary, number }) => checkpointOf(summary, number, 'IndexedDB')),
    runs,
    sweeps: sweeps.map(String),
    batches: batches.length,
  };
}

/** Opens the tabs that have them, one after the other, and then the one that was open. */
export async function shownLists(page: Page): Promise<Lists> {
  const before = await openTab(page, 'runs');
  await unfoldRuns(page);
  const { checkpoints, runs } = await page.evaluate(readPage);
  await openTab(page, 'search');
  const { sweeps, batches } = await page.evaluate(readPage);
  await openTab(page, before);
  return { checkpoints: checkpoints.sort(), batches, runs: runs.sort(), sweeps: sweeps.sort() };
}

/** Also where a dialog is open, behind which a person could not press it. Returns the tab that was open. */
async function openTab(page: Page, name: string): Promise<string> {
  const before = await page.evaluate((wanted) => {
    const open = document.querySelector('[role=tab][aria-selected=true]')?.id ?? '';
    document.getElementById(`tab-${wanted}`)?.click();
    return open.replace('tab-', '');
  }, name);
  // Its code may have to arrive.
  await page.locator(`#panel-${name} .section`).first().waitFor();
  return before;
}

/** As many lists as a run of the monkey can leave folded, and more. */
const mostFolds = 500;

/** Shows the trials of all sweeps, the checkpoints of all runs, and the rest of long lists. */
async function unfoldRuns(page: Page): Promise<void> {
  for (let fold = 0; fold < mostFolds && (await page.evaluate(unfoldNext)); fold++);
}

/** Runs in the page. Returns whether there was anything to unfold. */
function unfoldNext(): boolean {
  const next = [...document.querySelectorAll<HTMLElement>('#panel-runs button')].find(
    (button) =>
      (button.ariaExpanded === 'false' && button.ariaHasPopup === null) ||
      /^Show (all|\d+ more) /.test(button.textContent),
  );
  next?.click();
  return next !== undefined;
}

/** Runs in the page. Of lists in tabs that are not open, it reads nothing, or what was shown before. */
function readPage() {
  const texts = (selector: string) =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);

  function checkpointOf(row: Element): string {
    const [title = '', facts = ''] = [...row.querySelectorAll('p')].map(({ textContent }) => textContent);
    const [, step = '?'] = /^Step ([\d,]+)/.exec(title) ?? [];
    const [, seed = '?', place = '?'] = /, seed (\d+)[,.] .*in (localStorage|IndexedDB)\.$/.exec(facts) ?? [];
    return `step ${step.replaceAll(',', '')}, seed ${seed}, in ${place}`;
  }

  function batchesOf(text: string): number | null {
    if (text.startsWith('CIFAR-10 ready')) return 6;
    if (text.startsWith('CIFAR-10 is not in this browser')) return 0;
    const [, stored] = /^(\d) of 6 batches stored/.exec(text) ?? [];
    return stored === undefined ? null : Number(stored);
  }

  const sweeps = [
    ...document.querySelectorAll<HTMLOptionElement>('#panel-search .section-head select option'),
  ];
  return {
    checkpoints: [...document.querySelectorAll('[aria-label=Checkpoints] > li')].map(checkpointOf),
    runs: [...document.querySelectorAll<HTMLElement>('[aria-label=Runs] > [data-run]')].map(
      ({ dataset }) => dataset.run ?? '',
    ),
    sweeps:
      sweeps.length > 0
        ? sweeps.map(({ value }) => value)
        : texts('#panel-search .sweep h3').map((title) => title.replace(/^.* search of /, '')),
    batches: batchesOf(texts('#data [role=status]')[0] ?? ''),
  };
}
