// npm run small-network: trains the network that the page classifies with before CIFAR-10 is there, and writes its weights and their
// recipe. --seed 7, --steps 4800: other settings. --check: trains as the recipe says, writes nothing, and compares every bit.
import './stopUnderOldNode.mjs';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';

/** @typedef {import('../src/smallNetwork/recipe.ts').SmallNetworkRecipe} SmallNetworkRecipe */

const recipeFile = join(projectRoot, 'src', 'smallNetwork', 'recipe.json');
const weightsFile = join(projectRoot, 'src', 'smallNetwork', 'weights.safetensors');

async function smallNetwork() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      steps: { type: 'string' },
      check: { type: 'boolean', default: false },
    },
  });
  if (values.check && (values.seed !== undefined || values.steps !== undefined)) {
    throw new RangeError('--check trains as the recipe says: without --seed and --steps');
  }
  if (!(await installWhatIsMissing())) throw new RangeError('Without these packages nothing can be trained.');
  /** @type {SmallNetworkRecipe} */
  const before = JSON.parse(readFileSync(recipeFile, 'utf8'));
  const { seed, maxSteps } = before.hyperparameters;
  const plan = {
    network: before.network,
    hyperparameters: {
      ...before.hyperparameters,
      seed: wholeNumber('--seed', values.seed, seed, 0),
      maxSteps: wholeNumber('--steps', values.steps, maxSteps, 1),
    },
    savedAt: values.check ? before.savedAt : new Date().toISOString(),
  };
  const { recipe, weights } = await (await bundledProgram()).trainedHere(plan, say);
  say(`${percent(recipe.testAccuracy)} of 10,000 test images right`);
  if (values.check) return compare(before, recipe);
  writeFileSync(weightsFile, weights);
  writeFileSync(recipeFile, `${JSON.stringify(recipe, null, 2)}\n`);
  say(`Wrote ${weights.length} bytes of weights, and their recipe, to src/smallNetwork/.`);
}

/**
 * @param {SmallNetworkRecipe} committed
 * @param {SmallNetworkRecipe} trained
 */
function compare(committed, trained) {
  const stored = createHash('sha256').update(readFileSync(weightsFile)).digest('hex');
  const isSame = stored === trained.sha256 && JSON.stringify(committed) === JSON.stringify(trained);
  say(
    isSame
      ? 'The weights and their recipe are the same to the last bit.'
      : `Training gave ${JSON.stringify(trained)}; the recipe is ${JSON.stringify(committed)}, the file’s SHA-256 ${stored}.`,
  );
  if (!isSame) process.exitCode = 1;
}

/** @returns {Promise<typeof import('./smallNetwork/program.ts')>} */
async function bundledProgram() {
  const { build } = await import('vite');
  // Where Node finds the packages that it imports.
  const outDir = mkdtempSync(join(projectRoot, 'node_modules', '.small-network-'));
  try {
    const configFile = join(projectRoot, 'commands', 'smallNetwork', 'vite.config.ts');
    await build({ configFile, root: projectRoot, build: { outDir } });
    return await import(pathToFileURL(join(outDir, 'program.mjs')).href);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} otherwise
 * @param {number} min
 */
function wholeNumber(option, text, otherwise, min) {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number >= 2 ** 32) {
    throw new RangeError(`${option} must be a whole number from ${min} to ${2 ** 32 - 1}, not “${text}”`);
  }
  return number;
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}

smallNetwork().catch((error) => {
  say(error instanceof RangeError ? error.message : String(error.stack));
  process.exitCode = 1;
});
