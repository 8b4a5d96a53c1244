import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startRun } from '../../bench/app/appRun.mjs';
import { loadDataset } from '../browser/page.ts';
import { disturbances } from './disturbances.ts';
import { report } from './report.ts';
import { observeStretch } from './stretch.ts';

const steps = Number(process.env.SOAK_STEPS ?? '20000');
const seed = Number(process.env.SOAK_SEED ?? '1');
/** Of a stretch between two disturbances. */
const minSteps = Math.max(50, Math.round(steps / 40));

test(`a run of ${steps} steps, disturbed with seed ${seed}, and what it costs over time`, async ({
  browser,
  page,
}, testInfo) => {
  await page.goto('./');
  await loadDataset(page);
  await startRun(page, { backend: 'WASM', maxSteps: steps });
  let stretch = await observeStretch(browser, page, minSteps, 'the start');
  const stretches = [stretch];
  let stepsAtATime = stretch.step;
  for (const { name, act } of disturbances(seed)) {
    // The run must not end during a stretch.
    if (stretch.step + 2 * stepsAtATime > steps) break;
    await test.step(`step ${stretch.step}: ${name}`, () => act(page));
    const { step: before } = stretch;
    stretch = await observeStretch(browser, page, minSteps, name);
    stretches.push(stretch);
    stepsAtATime = Math.max(stepsAtATime, stretch.step - before);
  }
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 10 * 60_000 });

  expect(stretches.at(-1)?.tensors, 'tensors at the end, beside those at the start').toBe(
    stretches[0]?.tensors,
  );

  const { outputDir } = testInfo.project;
  const results = join(outputDir, 'results.md');
  mkdirSync(outputDir, { recursive: true });
  writeFileSync(results, report(stretches));
  await testInfo.attach('results.md', { path: results, contentType: 'text/markdown' });
});
