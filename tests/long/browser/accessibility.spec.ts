import { test } from '../../browser/fixtures.ts';
import { expectAccessible } from '../../browser/harness/accessibility.ts';
import { views } from '../../screenshots/views.ts';
import { states } from '../../tour/states.ts';

test('every state of the page at four widths, light and dark: nothing that the accessibility checker finds', async ({
  page,
}) => {
  await expectAccessible(page, states, () => views);
});
