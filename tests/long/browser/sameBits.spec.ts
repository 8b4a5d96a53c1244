import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { decodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import type { RunHistory } from '../../../src/history/history.ts';
import { expect, test } from '../../browser/fixtures.ts';
import { chooseBackend, chooseOption, setParameter } from '../../browser/page.ts';
import { downloadedCheckpoint, sha256OfTensors } from '../../browser/savedWeights.ts';

/*
 * Training computes the bits that it computed when `tests/fixtures/sameBits.json` was recorded. A change that is meant to move
 * bits records them anew, all of them in one browser, and its diff shows which runs it moved:
 *
 *     RECORD_BITS=1 npx playwright test --project=long sameBits
 *
 * The bits depend on the browser too: V8 computes Math.exp, Math.log and Math.cos, SwiftShader the WebGL shaders. The file
 * names the Chromium that recorded it, and a failure in another one says so.
 */

/** What a run computes. JSON has the shortest decimals that stand for a number, so equal decimals are equal bits. */
interface RunBits {
  /** SHA-256 of the weights before the first step, and of the optimizer's slots. */
  readonly initial: string;
  /** Loss of the first batch, as the checkpoint before the first step has it. */
  readonly initialLoss: number | null;
  /** SHA-256 of the weights and of the optimizer's slots after the last step. */
  readonly final: string;
  readonly finalLoss: number | null;
  readonly training: RunHistory['training'];
  readonly validation: RunHistory['validation'];
  readonly test: RunHistory['test'];
}

interface Recording {
  /** The version of the Chromium that computed all of these. */
  readonly chromium: string;
  /** By the name of the run. */
  readonly runs: Readonly<Record<string, RunBits>>;
}

interface Run {
  readonly name: string;
  readonly backend: 'WASM' | 'WebGL' | 'CPU';
  readonly steps: number;
  readonly configure: (page: Page) => Promise<void>;
}

const file = fileURLToPath(new URL('../../fixtures/sameBits.json', import.meta.url));
const isRecording = process.env.RECORD_BITS === '1';
const seed = 7;
/** Whitening takes a minute on two cores, and eight where others want them as well. */
const limit = { timeout: 5 * 60_000 };

const partTwo = (page: Page) => chooseOption(page, 'Preset', 'Article, Part 2');
const partOne = (page: Page) => chooseOption(page, 'Preset', 'Article, Part 1');
const pastHalf = (page: Page) => chooseOption(page, 'Preset', 'Past 50 %');

/** Plain JavaScript would take half a minute to evaluate the preset's 512 units. */
async function smallPastHalf(page: Page): Promise<void> {
  await pastHalf(page);
  await setParameter(page, 'Hidden units', 32);
}

/** What no preset has: momentum without Nesterov, falling steps, warm-up, and momentum together with the L2 penalty. */
async function momentum(page: Page): Promise<void> {
  await pastHalf(page);
  await setParameter(page, 'Hidden units', 16);
  await setParameter(page, 'Regularization constant', '0.1');
  await chooseOption(page, 'Optimizer', 'Momentum');
  await chooseOption(page, 'Learning rate schedule', 'Steps');
  await setParameter(page, 'Warm-up steps', 3);
}

/** Adam with weight decay, dropout, mirrored and shifted images. Its epochs take 8 steps, the last one half as large. */
async function adamWithAllElse(page: Page): Promise<void> {
  await chooseOption(page, 'Preset', 'How far can it go');
  await chooseOption(page, 'Optimizer', 'Adam');
  await chooseOption(page, 'Last batch of an epoch', 'Trained on');
  await setParameter(page, 'Validation images', 20_000);
  await setParameter(page, 'Batch size', 4_000);
  await setParameter(page, 'Learning rate', '0.002');
  await setParameter(page, 'Hidden units', 16);
}

/** Whitened pictures are stored by their epsilon; nobody else uses this one, so that they are computed here. */
async function adamOnWhitened(page: Page): Promise<void> {
  await adamWithAllElse(page);
  await setParameter(page, 'Whitening epsilon', '0.07');
}

async function adamOnStandardized(page: Page): Promise<void> {
  await adamWithAllElse(page);
  await chooseOption(page, 'Input scaling', 'Standardized');
}

async function smallAdam(page: Page): Promise<void> {
  await adamOnStandardized(page);
  await setParameter(page, 'Hidden units', 4);
}

// Every tenth step is measured, and the last. The run that takes longest comes last.
const runs: readonly Run[] = [
  { name: 'Article, Part 2', backend: 'WASM', steps: 25, configure: partTwo },
  { name: 'Article, Part 1', backend: 'WASM', steps: 25, configure: partOne },
  { name: 'Past 50 %', backend: 'WASM', steps: 25, configure: pastHalf },
  { name: 'Momentum', backend: 'WASM', steps: 25, configure: momentum },
  { name: 'Adam on standardized pictures', backend: 'WASM', steps: 18, configure: adamOnStandardized },
  { name: 'Article, Part 2', backend: 'WebGL', steps: 15, configure: partTwo },
  { name: 'Article, Part 1', backend: 'WebGL', steps: 15, configure: partOne },
  { name: 'Past 50 %', backend: 'WebGL', steps: 6, configure: pastHalf },
  { name: 'Momentum', backend: 'WebGL', steps: 12, configure: momentum },
  { name: 'Adam on standardized pictures', backend: 'WebGL', steps: 10, configure: adamOnStandardized },
  { name: 'Article, Part 2', backend: 'CPU', steps: 4, configure: partTwo },
  { name: 'Article, Part 1', backend: 'CPU', steps: 12, configure: partOne },
  { name: 'Past 50 %, 32 units', backend: 'CPU', steps: 12, configure: smallPastHalf },
  { name: 'Momentum', backend: 'CPU', steps: 12, configure: momentum },
  { name: 'Adam on standardized pictures, 4 units', backend: 'CPU', steps: 9, configure: smallAdam },
  { name: 'Adam on whitened pictures', backend: 'WASM', steps: 18, configure: adamOnWhitened },
];

for (const run of runs) {
  const name = `${run.name}, ${run.backend}, ${run.steps} steps`;
  test(`${name}: the same bits as recorded`, async ({ readyPage: page }) => {
    test.skip(run.backend === 'WebGL' && !(await drawsInSoftware(page)), 'each GPU has bits of its own');
    const chromium = page.context().browser()?.version() ?? 'of unknown version';
    const bits = await bitsOf(page, run);
    if (isRecording) await record(name, bits, chromium);
    const recording = await readRecording();
    expect(bits, whatItMeans(recording.chromium, chromium)).toEqual(recording.runs[name]);
  });
}

/** Trains as a person does who presses Pause while the run is prepared, and Resume then. */
async function bitsOf(page: Page, { backend, steps, configure }: Run): Promise<RunBits> {
  await chooseBackend(page, backend);
  await configure(page);
  await setParameter(page, 'Seed', seed);
  await setParameter(page, 'Max steps', steps);
  await pauseBeforeFirstStep(page);
  const initial = await downloadedCheckpoint(page, 'on Pause');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible(limit);
  const final = await downloadedCheckpoint(page, 'end of the run');

  const { summary: before } = await decoded(initial);
  const { summary: after, history } = await decoded(final);
  expect(before.step).toBe(0);
  expect(after).toMatchObject({ step: steps, backend: backend.toLowerCase(), hyperparameters: { seed } });
  return {
    initial: await sha256OfTensors(initial),
    initialLoss: before.nextLoss,
    final: await sha256OfTensors(final),
    finalLoss: after.nextLoss,
    training: history.training,
    validation: history.validation,
    test: history.test,
  };
}

/** A pause that is asked for during the preparation is heard before the first step. A press from outside the page could come later, so the page presses as soon as the button is there. */
async function pauseBeforeFirstStep(page: Page): Promise<void> {
  await page.evaluate(() => {
    const press = (label: string) => {
      const button = [...document.querySelectorAll('button')].find(
        ({ textContent, ariaDisabled }) => textContent === label && ariaDisabled !== 'true',
      );
      button?.click();
      return button !== undefined;
    };
    new MutationObserver((_, observer) => {
      if (press('Pause')) observer.disconnect();
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    press('Train');
  });
  await expect(page.getByText('Paused', { exact: true })).toBeVisible(limit);
}

async function decoded(path: string) {
  return decodeCheckpoint(new Uint8Array(await readFile(path)), 'exported');
}

function drawsInSoftware(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const names = gl?.getExtension('WEBGL_debug_renderer_info');
    return /SwiftShader/.test(String(names && gl?.getParameter(names.UNMASKED_RENDERER_WEBGL)));
  });
}

async function readRecording(): Promise<Recording> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Runs that another Chromium has computed are left out. */
async function record(name: string, bits: RunBits, chromium: string): Promise<void> {
  const recording = await readRecording();
  const others = recording.chromium === chromium ? recording.runs : {};
  const next: Recording = { chromium, runs: { ...others, [name]: bits } };
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
}

function whatItMeans(recorded: string, present: string): string {
  const [before, now] = [recorded, present].map((version) => version.split('.')[0]);
  return before === now
    ? 'training computes other bits than recorded'
    : `training computes other bits than recorded; but they were recorded in Chromium ${recorded}, and this is ${present}, whose Math.exp or SwiftShader may differ: run the test on the code that recorded them, too`;
}
