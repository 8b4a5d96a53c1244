import os from 'node:os';

/**
 * The machine that figures were measured on.
 * @typedef {object} Machine
 * @property {string} date
 * @property {string} processor
 * @property {number} cores
 * @property {number} memoryGb
 * @property {string} system
 * @property {string} browser
 * @property {string} backend
 */

/**
 * @param {string} browser its name and version
 * @param {string} backend as the page shows it
 * @returns {Machine}
 */
export function thisMachine(browser, backend) {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: os.cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    browser,
    backend,
  };
}
