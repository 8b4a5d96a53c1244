// npm run test:monkey: random actions on the page, as a person could do them. --seed 7 (the same actions again), --actions 500.
import './stopUnderOldNode.mjs';
import { monkeyArguments } from './monkeyArguments.mjs';
import { prepareBrowser } from './prepareBrowser.mjs';
import { runPlaywright } from './runPlaywright.mjs';
import { say } from './say.mjs';

async function monkey() {
  const given = monkeyArguments(process.argv.slice(2));
  if ('problem' in given) return fail(given.problem);
  const ready = await prepareBrowser();
  if ('reason' in ready) return fail(ready.reason);
  const { seed, actions } = given;
  say(`Seed ${seed}: the same choices again with npm run test:monkey -- --seed ${seed} --actions ${actions}`);
  const env = { MONKEY_SEED: String(seed), MONKEY_ACTIONS: String(actions) };
  // The configuration's limits are for the browser tests of `npm test`; an action takes half a second, one with a huge run more.
  const limitMs = 10 * 60_000 + actions * 5_000;
  const args = ['--global-timeout=0', `--timeout=${limitMs}`];
  const { code } = await runPlaywright('monkey', { browser: ready.executable, env, args });
  process.exitCode = code;
}

/** @param {string} reason */
function fail(reason) {
  say(reason);
  process.exitCode = 1;
}

await monkey();
