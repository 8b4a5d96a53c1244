import { test } from '../../browser/fixtures.ts';
import { expectAccessible } from '../../browser/harness/accessibility.ts';
import type { View } from '../../screenshots/views.ts';
import { states } from '../../tour/states.ts';

const views: readonly View[] = [1440, 768, 390].flatMap((width) => [
  { width, theme: 'light' },
  { width, theme: 'dark' },
]);

test('every state of the page at three widths, light and dark: nothing that the accessibility checker finds', async ({
  page,
}) => {
  await expectAccessible(page, states, () => views);
});
