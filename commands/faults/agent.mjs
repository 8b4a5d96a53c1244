/**
 * Where in the page's code a moment is: a call in one of its scripts.
 * @typedef {object} Watch
 * @property {string} name of the moment
 * @property {'page' | 'data.worker' | 'decoder.worker' | 'trainer.worker'} script
 * @property {'read' | 'digest' | 'put' | 'post'} call a piece of a download, a checksum, a write to IndexedDB, a message
 * @property {string} [what] the store that is written to, or the kind of the message
 * @property {number} [fromStep] of the run that the message tells of
 * @property {number} [skip] so many such calls go by
 */

/**
 * What is to happen at the very call, while its thread waits for the answer.
 * @typedef {'nothing' | 'throw' | 'out of memory' | 'uncaught' | 'end' | 'hang' | 'lose context' | 'fill storage'} Order
 */

/** @typedef {{ readonly order: Order, readonly watches: readonly Watch[] }} Answer */

/**
 * Runs in the page and in each of its workers before their own code does, and tells the host when a moment has come. It is sent
 * as text, so that it uses nothing from outside itself.
 * @param {readonly Watch[]} first
 * @param {{ clockRate: number, isFull: boolean }} world how much faster the workers' clock runs, so that a short run is autosaved
 *   as a long one is; whether the browser stores nothing more
 */
export function standBy(first, { clockRate, isFull }) {
  const isPage = 'document' in self;
  const script = isPage ? 'page' : /(\w+\.worker)/.exec(self.location.pathname)?.[1];
  let watches = first;
  let callsSeen = 0;
  /** So long this thread stood still to be told what to do, which is no time of the page's. */
  let stoodStillMs = 0;
  const now = performance.now.bind(performance);
  /** @type {WebGL2RenderingContext[]} */
  const contexts = [];
  const storage = new BroadcastChannel('faults: storage');
  storage.onmessage = ({ data }) => fillStorage(data);

  /**
   * @param {Watch['call']} call
   * @param {string} [what]
   * @param {number} [step]
   */
  function reached(call, what, step) {
    const watch = watches.find(
      (one) =>
        one.script === script &&
        one.call === call &&
        (one.what === undefined || one.what === what) &&
        (step ?? 0) >= (one.fromStep ?? 0),
    );
    if (!watch || callsSeen++ < (watch.skip ?? 0)) return;
    callsSeen = 0;
    const request = new XMLHttpRequest();
    request.open(
      'POST',
      `/at-moment?${new URLSearchParams({ name: watch.name, step: String(step ?? 0) })}`,
      false,
    );
    const askedAt = now();
    request.send();
    stoodStillMs += now() - askedAt;
    /** @type {Answer} */
    const answer = JSON.parse(request.responseText);
    watches = answer.watches;
    obey(answer.order);
  }

  /** @param {Order} order */
  function obey(order) {
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
        // What is under way would still be brought to its end.
        return waitForEver();
      case 'hang':
        return waitForEver();
      case 'lose context':
        for (const context of contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
        return;
      case 'fill storage':
        storage.postMessage(true);
        return fillStorage(true);
      default:
    }
  }

  function waitForEver() {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }

  /** @param {boolean} becomesFull as it is then for the page and all of its workers */
  function fillStorage(becomesFull) {
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

  /**
   * Puts something in front of a method.
   * @param {object} owner
   * @param {string} name
   * @param {(owner: unknown) => void} before
   */
  function precede(owner, name, before) {
    const method = Reflect.get(owner, name);
    /** @this {unknown} */
    function replaced(/** @type {unknown[]} */ ...parameters) {
      before(this);
      return Reflect.apply(method, this, parameters);
    }
    Reflect.set(owner, name, replaced);
  }

  precede(IDBObjectStore.prototype, 'put', (store) => {
    reached('put', /** @type {IDBObjectStore} */ (store).name);
    if (isFull) throw new DOMException('The disk is full.', 'QuotaExceededError');
  });
  precede(SubtleCrypto.prototype, 'digest', () => reached('digest'));
  precede(ReadableStreamDefaultReader.prototype, 'read', () => reached('read'));

  if (isPage) {
    let passed = 0;
    performance.now = () => now() + passed;
    // Whoever looks every few seconds looks more often here.
    const every = setInterval;
    Reflect.set(self, 'setInterval', (/** @type {TimerHandler} */ work, /** @type {number} */ ms) =>
      every(work, ms >= 5_000 ? ms / 20 : ms),
    );
    Reflect.set(self, 'letTimePass', (/** @type {number} */ ms) => {
      passed += ms;
    });
    Reflect.set(self, 'emptyStorage', () => {
      storage.postMessage(false);
      fillStorage(false);
    });
    return;
  }

  performance.now = () => (now() - stoodStillMs) * clockRate;
  const { getContext } = OffscreenCanvas.prototype;
  /** @this {OffscreenCanvas} */
  function getContextKept(/** @type {unknown[]} */ ...parameters) {
    const context = Reflect.apply(getContext, this, parameters);
    if (context instanceof WebGL2RenderingContext) contexts.push(context);
    return context;
  }
  Reflect.set(OffscreenCanvas.prototype, 'getContext', getContextKept);

  const post = self.postMessage.bind(self);
  Reflect.set(self, 'postMessage', (/** @type {unknown} */ message, /** @type {object} */ options) => {
    const { kind, progress } = /** @type {{ kind?: string, progress?: { step?: number } }} */ (message);
    reached('post', kind, progress?.step);
    post(message, options);
  });
}
