import type { Page } from '@playwright/test';
import { expect, test } from '../../browser/fixtures.ts';
import { chooseBackend, setParameter, waitForEnd, waitForStep } from '../../browser/page.ts';

test('what a screen reader says of a run, without being asked, is a short report of it', async ({
  readyPage: page,
}) => {
  await page.evaluate(noteAnnouncements);
  await chooseBackend(page, 'WASM');
  await setParameter(page, 'Max steps', 300);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await waitForStep(page, 20, 60_000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Save checkpoint' }).click();
  await expect(page.getByText(/^Checkpoint saved/)).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForEnd(page, 300);

  const said = (await announcements(page)).filter((text) => !isPassing(text));
  expect(said).toEqual([
    'Starting…',
    'Training',
    'Paused',
    'Resume continues from here. Train starts a new run.',
    expect.stringMatching(/^Checkpoint saved at step \d+\.$/),
    'Starting…',
    'Training',
    'Evaluating 10,000 test images…',
    expect.stringMatching(/^Test accuracy 0\.\d{4}$/),
    'Training',
    'Finished',
  ]);
});

/** Said only where it takes long enough, which the machine decides. */
function isPassing(text: string): boolean {
  return /^(Starting TensorFlow\.js|Loading the images|Initializing the weights|Waiting for the next step|Pausing before the next step)…$|^Training: the current step/.test(
    text,
  );
}

/** Runs in the page: notes each change of a live region's text, as screen readers do: https://www.w3.org/TR/wai-aria-1.2/#aria-live. */
function noteAnnouncements(): void {
  const liveRegion = '[aria-live], [role="status"], [role="alert"], [role="log"]';
  const said: string[] = [];
  const texts = new Map<Element, string>();
  const hear = (region: Element) => {
    const text = region.textContent?.trim() ?? '';
    if (texts.get(region) === text) return;
    texts.set(region, text);
    if (text !== '') said.push(text);
  };
  for (const region of document.querySelectorAll(liveRegion)) {
    texts.set(region, region.textContent?.trim() ?? '');
  }
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(liveRegion);
      if (region && region.getAttribute('aria-live') !== 'off') hear(region);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  Object.assign(window, { said });
}

function announcements(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => Reflect.get(window, 'said'));
}
