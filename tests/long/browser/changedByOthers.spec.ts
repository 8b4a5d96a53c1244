import { test } from '../../browser/fixtures.ts';
import {
  correctNumber,
  expectUpToDate,
  openChanged,
  trainInTwoParts,
} from '../../browser/harness/changedPage.ts';
import { darkMode, fontReplacement, insertion, moving } from '../../fixtures/changedByOthers.ts';

test('the page trains with replaced texts, inserted elements and other colours', async ({
  readyPage: page,
}) => {
  await openChanged(page, fontReplacement, insertion, darkMode);
  await correctNumber(page);
  await trainInTwoParts(page);
  await expectUpToDate(page);
});

test('the page trains while its elements are moved and removed', async ({ readyPage: page }) => {
  await openChanged(page, moving);
  await correctNumber(page);
  await trainInTwoParts(page);
  await expectUpToDate(page);
});
