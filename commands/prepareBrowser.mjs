import { buildPage } from './buildPage.mjs';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { obtainBrowser } from './obtainBrowser.mjs';

/**
 * Prepares everything that is needed to run the page in a browser: packages, a browser, the built page.
 * @returns {Promise<{ executable: string } | { reason: string }>} the browser's program, or a message about what is missing
 */
export async function prepareBrowser() {
  if (!(await installWhatIsMissing())) return { reason: 'Without these packages the page cannot be built.' };
  const executable = await obtainBrowser();
  if (executable === null) return { reason: 'Without a browser there is nothing to run the page in.' };
  const { code } = await buildPage();
  if (code !== 0) return { reason: 'The page could not be built; the reason is above.' };
  return { executable };
}
