import { join } from 'node:path';
import { test } from '@playwright/test';
import { projectRoot } from '../../commands/runCommand.mjs';
import { states } from '../tour/states.ts';
import { changeView, setView, views } from './views.ts';

const folder = join(projectRoot, 'screenshots');

test('every state of the page at four widths, light and dark', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const { name, reach } of states) {
    await test.step(name, async () => {
      // The first view differs from it, so that its charts are drawn with all that the run has measured by then.
      await setView(page, { width: 1440, theme: 'dark' });
      await reach(page);
      for (const view of views) {
        await changeView(page, view);
        const path = join(folder, `${name}-${view.width}-${view.theme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
    });
  }
});
