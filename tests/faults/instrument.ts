/** A call in one of the page's scripts that marks a moment, which is reported to the host. */
export interface Watch {
  /** Of the moment. */
  readonly name: string;
  readonly script: 'page' | 'data.worker' | 'decoder.worker' | 'trainer.worker';
  /** A piece of a download, a checksum, a write to IndexedDB, a message. */
  readonly call: 'read' | 'digest' | 'put' | 'post';
  /** The store that is written to, or the kind of the message. */
  readonly what?: string;
  /** Only messages of this step of the run or a later one. */
  readonly fromStep?: number;
  /** The number of such calls to ignore first. */
  readonly skip?: number;
}

/** What happens at the call, in the thread that makes it. */
export type Order =
  | 'nothing'
  | 'throw'
  | 'out of memory'
  | 'uncaught'
  | 'end'
  | 'hang'
  | 'lose context'
  | 'fill storage';

/** The host's answer when a moment has come: what happens, and what to watch for from then on. */
export interface Answer {
  readonly order: Order;
  readonly watches: readonly Watch[];
}

export interface InstrumentOptions {
  /** How much faster the workers' clock runs, so that a short run is autosaved like a long one. */
  readonly clockRate: number;
  /** Whether the browser's storage has no room left. */
  readonly isFull: boolean;
}

interface WorkerMessage {
  readonly kind: string;
  readonly progress?: { readonly step: number };
}

/**
 * Runs in the page and in each of its workers before their own code does, tells the host when a moment has come, and does what the
 * host answers. It is sent as text, so it uses nothing from outside itself.
 */
export function instrument(first: readonly Watch[], { clockRate, isFull }: InstrumentOptions): void {
  const isPage: boolean = 'document' in globalThis;
  const script = isPage ? 'page' : /(\w+\.worker)/.exec(self.location.pathname)?.[1];
  const storage = new BroadcastChannel('faults: storage');
  const contexts: WebGL2RenderingContext[] = [];
  const now = performance.now.bind(performance);
  let watches = first;
  let callsSeen = 0;
  /** The page's clock stops while a thread waits for the host. */
  let waitedMs = 0;

  function reached(call: Watch['call'], what?: string, step = 0): void {
    const watch = watches.find(
      (one) =>
        one.script === script &&
        one.call === call &&
        (one.what ?? what) === what &&
        step >= (one.fromStep ?? 0),
    );
    if (!watch || callsSeen++ < (watch.skip ?? 0)) return;
    callsSeen = 0;
    const answer = askHost(watch.name);
    watches = answer.watches;
    obey(answer.order);
  }

  /** Synchronously, so that the thread goes no further. */
  function askHost(moment: string): Answer {
    const request = new XMLHttpRequest();
    const askedAt = now();
    request.open('POST', `/at-moment?${new URLSearchParams({ name: moment })}`, false);
    request.send();
    waitedMs += now() - askedAt;
    return JSON.parse(request.responseText);
  }

  function obey(order: Order): void {
    switch (order) {
      case 'throw':
        throw new Error('something broke');
      case 'out of memory':
        throw new RangeError('Array buffer allocation failed');
      case 'uncaught':
        setTimeout(() => {
          throw new Error('something broke');
        });
        return;
      case 'end':
        self.close();
        // A closed worker still finishes the task that it is in.
        hang();
        return;
      case 'hang':
        hang();
        return;
      case 'lose context':
        for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
        return;
      case 'fill storage':
        setStorageFull(true);
        return;
      default:
    }
  }

  function hang(): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }

  /** For the page and all of its workers. */
  function setStorageFull(becomesFull: boolean): void {
    storage.postMessage(becomesFull);
    fillStorage(becomesFull);
  }

  function fillStorage(becomesFull: boolean): void {
    isFull = becomesFull;
    if (!isPage) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key);
    for (let size = 2 ** 22; isFull && size >= 1; size /= 2) {
      try {
        localStorage.setItem(`filler ${size}`, 'x'.repeat(size));
      } catch {
        // The next one is half as long.
      }
    }
  }

  function replace(
    owner: object,
    name: string,
    replacement: (call: () => unknown, owner: unknown) => unknown,
  ): void {
    const method = Reflect.get(owner, name);
    Reflect.set(owner, name, function (this: unknown, ...parameters: unknown[]) {
      return replacement(() => Reflect.apply(method, this, parameters), this);
    });
  }

  storage.onmessage = ({ data }) => fillStorage(data);
  replace(IDBObjectStore.prototype, 'put', (put, store) => {
    reached('put', store instanceof IDBObjectStore ? store.name : '');
    if (isFull) throw new DOMException('The disk is full.', 'QuotaExceededError');
    return put();
  });
  replace(SubtleCrypto.prototype, 'digest', (digest) => {
    reached('digest');
    return digest();
  });
  replace(ReadableStreamDefaultReader.prototype, 'read', (read) => {
    reached('read');
    return read();
  });

  if (isPage) {
    let passedMs = 0;
    performance.now = () => now() + passedMs;
    const setRealInterval = setInterval;
    // Intervals of seconds are shortened, so that timeouts are checked more often.
    Reflect.set(self, 'setInterval', (work: TimerHandler, ms: number) =>
      setRealInterval(work, ms >= 5_000 ? ms / 20 : ms),
    );
    Reflect.set(self, 'letTimePass', (ms: number) => {
      passedMs += ms;
    });
    Reflect.set(self, 'emptyStorage', () => setStorageFull(false));
    return;
  }

  performance.now = () => (now() - waitedMs) * clockRate;
  replace(OffscreenCanvas.prototype, 'getContext', (getContext) => {
    const context = getContext();
    if (context instanceof WebGL2RenderingContext) contexts.push(context);
    return context;
  });
  const post: (message: WorkerMessage, options: object) => void = self.postMessage.bind(self);
  Reflect.set(self, 'postMessage', (message: WorkerMessage, options: object) => {
    reached('post', message.kind, message.progress?.step);
    post(message, options);
  });
}
