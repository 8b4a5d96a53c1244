/** @typedef {import('@playwright/test').Page} Page */

/**
 * What can be seen of the page.
 * @typedef {object} Sight
 * @property {string} data
 * @property {string} activity
 * @property {string} step
 * @property {readonly string[]} messages alerts, notices, and lines of the log
 * @property {readonly string[]} buttons that can be pressed
 * @property {readonly string[]} checkpoints
 */

/**
 * @param {Page} page
 * @returns {Promise<Sight>}
 */
export function look(page) {
  return page.evaluate(() => {
    const texts = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility())
        .map((element) => (element.textContent ?? '').trim())
        .filter((text) => text !== '');
    const [step = '', activity = ''] = [...document.querySelectorAll('.run-progress-line [role=status]')].map(
      (element) => element.textContent ?? '',
    );
    return {
      data: document.querySelector('#data [role=status]')?.textContent ?? '',
      activity,
      step,
      messages: [
        ...texts('[role=alert] > p'),
        ...texts('[role=alert]:not(:has(> p))'),
        ...texts('.notice[role=status] > p, p.notice[role=status]'),
        ...texts('[role=log] > p'),
      ],
      buttons: [...document.querySelectorAll('button')]
        .filter((button) => button.checkVisibility() && !button.disabled)
        .filter((button) => button.getAttribute('aria-disabled') !== 'true')
        .map((button) => (button.textContent ?? '').trim()),
      checkpoints: texts('[aria-label=Checkpoints] > li'),
    };
  });
}
