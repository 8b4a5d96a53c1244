/** @typedef {import('@playwright/test').Page} Page */

/**
 * @typedef {object} Trouble
 * @property {string} file
 * @property {'gone' | 'silent'} server refuses the connection, or never answers
 */

/** @type {WeakMap<Page, Trouble | null>} */
const troubles = new WeakMap();

/**
 * What becomes of the page's requests for a picture file from now on; null for nothing. Requests are intercepted from the first call
 * on, and to the end: to begin or end that while one of the page's workers ends can leave the browser without an answer.
 * @param {Page} page
 * @param {Trouble | null} trouble
 */
export async function troubleWith(page, trouble) {
  const isIntercepted = troubles.has(page);
  troubles.set(page, trouble);
  if (isIntercepted) return;
  await page.route('**/*.png', async (route) => {
    const present = troubles.get(page);
    if (!present || !route.request().url().endsWith(present.file)) await route.continue();
    else if (present.server === 'gone') await route.abort();
  });
}
