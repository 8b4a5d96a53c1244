// npm run fuzz: runs every parser of untrusted input on ten thousand nearly valid inputs, and reports the results.
import './stopUnderOldNode.mjs';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { projectRoot, runTool } from './runCommand.mjs';
import { say } from './say.mjs';

const limitMs = 60 * 60_000;

async function fuzz() {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Math.trunc(Math.random() * 2 ** 31)) },
    },
  });
  if (!(await installWhatIsMissing())) {
    process.exitCode = 1;
    return;
  }
  const report = join(projectRoot, 'test-results', 'fuzz.jsonl');
  mkdirSync(join(projectRoot, 'test-results'), { recursive: true });
  rmSync(report, { force: true });
  say(`Seed ${values.seed}: the same inputs again with npm run fuzz -- --seed ${values.seed}`);
  const env = { FUZZ_INPUTS: values.inputs, FUZZ_SEED: values.seed, FUZZ_REPORT: report };
  const args = ['run', 'tests/unit/fuzz', `--testTimeout=${limitMs}`];
  const { code } = await runTool('vitest', args, { limitMs, env });
  for (const line of readFileSync(report, 'utf8').trim().split('\n')) say(row(JSON.parse(line)));
  process.exitCode = code === 0 ? 0 : 1;
}

/** @param {{ parser: string, values: number, failures: number, longestMs: number }} counts */
function row({ parser, values, failures, longestMs }) {
  const inputs = `${values + failures} inputs`.padStart(13);
  const outcome = `${values} values`.padStart(13) + `${failures} failures`.padStart(15);
  return `${parser.padEnd(32)}${inputs}${outcome}   longest ${longestMs.toFixed(1)} ms`;
}

fuzz().catch((error) => {
  say(String(error.stack));
  process.exitCode = 1;
});
