/** @typedef {import('./agent.mjs').Order} Order */
/** @typedef {import('./visit.mjs').Visit} Visit */
/** @typedef {import('./host.mjs').Host} Host */

/**
 * Something that goes wrong from outside of the page's code.
 * @typedef {object} Fault
 * @property {string} name
 * @property {'worker' | 'everything' | 'GPU'} strikes what it takes: a worker in its work, or whatever is there
 * @property {Order | ((script: string) => Order)} [order] what the thread does that has come to the moment
 * @property {(surroundings: Surroundings, script: string) => Promise<void>} [inject] what is done while that thread waits
 * @property {(surroundings: Surroundings) => Promise<void>} [lift] undoes it, as a person or the world does
 */

/** @typedef {{ visit: Visit, host: Host }} Surroundings */

/** @type {readonly Fault[]} */
export const faults = [
  { name: 'tab killed', strikes: 'everything', inject: ({ visit }) => visit.killTab() },
  { name: 'browser killed', strikes: 'everything', inject: ({ visit }) => visit.killBrowser() },
  { name: 'exception', strikes: 'worker', order: 'throw' },
  { name: 'uncaught exception', strikes: 'worker', order: 'uncaught' },
  { name: 'out of memory', strikes: 'worker', order: 'out of memory' },
  { name: 'worker ended', strikes: 'worker', order: 'end' },
  { name: 'worker hangs', strikes: 'worker', order: 'hang' },
  { name: 'GPU lost', strikes: 'GPU', order: 'lose context' },
  {
    name: 'storage full',
    strikes: 'everything',
    order: (script) => (script === 'page' ? 'fill localStorage' : 'nothing'),
    inject: async ({ visit }, script) => {
      await visit.fillStorage(true);
      // A page that waits for the answer does it by itself.
      if (script !== 'page') await visit.page().evaluate(() => Reflect.get(self, 'fillLocalStorage')());
    },
    lift: async ({ visit }) => {
      if (!visit.isThere()) return;
      await visit.fillStorage(false);
      await visit.page().evaluate(() => {
        for (const key of Object.keys(localStorage))
          if (key.startsWith('filler')) localStorage.removeItem(key);
      });
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
 * @param {string} script that the thread runs
 * @returns {Promise<Order>} what remains for the thread itself to do
 */
export async function strike(surroundings, { inject, order = 'nothing' }, script) {
  await inject?.(surroundings, script);
  return typeof order === 'string' ? order : order(script);
}
