import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { loadDataset } from '../browser/page.ts';
import { withStoredProfile } from '../browser/storedProfile.ts';
import { actOnce, chooseFile, chooseSmallSettings } from './actions.ts';
import { drawsOf } from './draws.ts';
import { stopAndRestore } from './ending.ts';
import { brokenInvariants, watchStores } from './invariants.ts';
import { openTabs } from './tabs.ts';

const seed = Number(process.env.MONKEY_SEED ?? '1');
const actions = Number(process.env.MONKEY_ACTIONS ?? '100');
const actionsPerCheck = 10;

test(`${actions} random actions with seed ${seed}`, async ({ launchOptions, baseURL, viewport, locale }, {
  outputDir,
}) => {
  const lines: string[] = [];
  const begunAt = Date.now();

  /** Shown at once and kept: what a failure is read from. */
  function note(line: string): void {
    const seconds = ((Date.now() - begunAt) / 1_000).toFixed(1).padStart(6);
    lines.push(`${seconds} s ${line}`);
    process.stdout.write(`${lines.at(-1)}\n`);
  }

  await withStoredProfile(async (folder) => {
    const browser = await chromium.launchPersistentContext(folder, {
      ...launchOptions,
      ...(baseURL === undefined ? {} : { baseURL }),
      ...(locale === undefined ? {} : { locale }),
      viewport,
      serviceWorkers: 'block',
    });
    let draws = drawsOf(seed, 0);
    const tabs = await openTabs(browser, (chooser) => chooseFile(chooser, draws));
    await loadDataset(tabs.current());
    await chooseSmallSettings(tabs.current());

    const keeping = watchStores();

    async function check(): Promise<void> {
      const broken = [...(await brokenInvariants(tabs)), ...(await keeping.lost(tabs.current()))];
      for (const fault of broken) note(`     WRONG: ${fault}`);
      expect(broken, `after ${lines.at(-1)}; again with --seed ${seed}`).toEqual([]);
    }

    try {
      for (let action = 1; action <= actions; action++) {
        draws = drawsOf(seed, action);
        const say = (what: string) => note(`${String(action).padStart(4)} ${what}`);
        const { obstacle, wasInDialog } = await actOnce(tabs, draws, say);
        if (wasInDialog) keeping.mayHaveDeleted();
        if (obstacle !== null) note(`     not done: ${obstacle}`);
        if (action % actionsPerCheck === 0) await check();
      }
      note('     stops, and restores a checkpoint');
      await stopAndRestore(tabs);
      await check();
    } finally {
      mkdirSync(outputDir, { recursive: true });
      writeFileSync(join(outputDir, 'actions.txt'), `${lines.join('\n')}\n`);
      await tabs
        .current()
        .screenshot({ path: join(outputDir, 'last.png') })
        .catch(() => {});
      await browser.close();
    }
  });
});
