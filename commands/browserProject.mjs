// npm run faults, soak, screenshots: one of the projects in playwright.config.ts that are no part of npm test.
import './stopUnderOldNode.mjs';
import { freePort } from './port.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { runTool } from './runCommand.mjs';
import { say } from './say.mjs';

const [project, ...playwrightArguments] = process.argv.slice(2);
const ready = await prepareBrowser();
if ('reason' in ready) {
  say(ready.reason);
  process.exitCode = 1;
} else {
  const env = {
    PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: ready.executable,
    TEST_PORT: String(await freePort(4317)),
  };
  // The configuration's limit is for the browser tests; these projects limit each test.
  const args = ['test', `--project=${project}`, '--global-timeout=0', ...playwrightArguments];
  const { code } = await runTool('@playwright/test', args, { tool: 'playwright', env });
  process.exitCode = code;
}
