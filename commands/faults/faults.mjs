/** @typedef {import('./agent.mjs').Order} Order */
/** @typedef {import('./visit.mjs').Visit} Visit */
/** @typedef {import('./host.mjs').Host} Host */

/**
 * Something that goes wrong from outside of the page's code.
 * @typedef {object} Fault
 * @property {string} name
 * @property {'worker' | 'everything' | 'GPU'} strikes what it takes: a worker in its work, or whatever is there
 * @property {boolean} [losesUnwritten] what the browser has not written to the disk goes with it
 * @property {Order} [order] what the thread does that has come to the moment
 * @property {(surroundings: Surroundings) => Promise<void>} [inject] what is done while that thread waits
 * @property {RegExp} [isFeltBy] what the page says where it writes something under it; unsaid, it was not in force
 * @property {(surroundings: Surroundings) => Promise<void>} [lift] undoes it, as a person or the world does
 */

/** @typedef {{ visit: Visit, host: Host }} Surroundings */

/** @type {readonly Fault[]} */
export const faults = [
  { name: 'tab killed', strikes: 'everything', inject: ({ visit }) => visit.killTab() },
  {
    name: 'browser killed',
    strikes: 'everything',
    losesUnwritten: true,
    inject: ({ visit }) => visit.killBrowser(),
  },
  { name: 'exception', strikes: 'worker', order: 'throw' },
  { name: 'uncaught exception', strikes: 'worker', order: 'uncaught' },
  { name: 'out of memory', strikes: 'worker', order: 'out of memory' },
  { name: 'worker ended', strikes: 'worker', order: 'end' },
  { name: 'worker hangs', strikes: 'worker', order: 'hang' },
  { name: 'GPU lost', strikes: 'GPU', order: 'lose context' },
  {
    name: 'storage full',
    strikes: 'everything',
    order: 'fill storage',
    isFeltBy: /storage is full/,
    inject: async ({ host }) => host.turn('full'),
    lift: async ({ visit, host }) => {
      host.turn('well');
      // A tab that shows that there is no network has none to empty.
      if (visit.isThere()) await visit.page().evaluate(() => Reflect.get(self, 'emptyStorage')?.());
    },
  },
  {
    name: 'network gone',
    strikes: 'everything',
    inject: async ({ host }) => host.turn('gone'),
    lift: async ({ host }) => host.turn('well'),
  },
  {
    name: 'garbage from the server',
    strikes: 'everything',
    inject: async ({ host }) => host.turn('garbage'),
    lift: async ({ host }) => host.turn('well'),
  },
];

/**
 * Does it to the thread that has come to the moment, and to whatever else it strikes.
 * @param {Surroundings} surroundings
 * @param {Fault} fault
 * @returns {Promise<Order>} what remains for the thread itself to do
 */
export async function strike(surroundings, { inject, order = 'nothing' }) {
  await inject?.(surroundings);
  return order;
}
