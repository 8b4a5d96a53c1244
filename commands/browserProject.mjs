// npm run faults, soak, screenshots: runs one of the projects in playwright.config.ts that are not part of npm test.
import './stopUnderOldNode.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { runPlaywright } from './runPlaywright.mjs';
import { say } from './say.mjs';

const [project = '', ...playwrightArguments] = process.argv.slice(2);
const ready = await prepareBrowser();
if ('reason' in ready) {
  say(ready.reason);
  process.exitCode = 1;
} else {
  // The configuration's limit is for the browser tests of `npm test`; these projects limit each test.
  const args = ['--global-timeout=0', ...playwrightArguments];
  const { code } = await runPlaywright(project, { browser: ready.executable, args });
  process.exitCode = code;
}
