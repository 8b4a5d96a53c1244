/**
 * The context of every measurement.
 * @typedef {object} Bench
 * @property {import('@playwright/test').Browser} browser
 * @property {import('@playwright/test').BrowserContext} context a profile that has the pictures
 * @property {import('@playwright/test').Page} rivalPage a blank tab at the page's origin, for the rivals
 * @property {string} url
 * @property {{ isQuick: boolean, isLong: boolean }} options
 * @property {(line: string) => void} say
 */

export {};
