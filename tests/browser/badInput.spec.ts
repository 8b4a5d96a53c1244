import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { batchNames } from '../../src/data/cifar10.ts';
import { officialFolder } from '../fixtures/officialFiles.ts';
import { realBatch } from '../fixtures/realCifar10.ts';
import { gzip, tarOf } from '../fixtures/tarGz.ts';
import { setMisbehaviour } from '../server/misbehaviour.ts';
import { dropFromDisk } from './dropping.ts';
import { expect, test } from './fixtures.ts';
import { loadDataset, openTab, setParameter } from './page.ts';

/** The cells of the picture-wall's progress: which batches are stored after something went wrong. */
const storedBatches = (page: Page, count: number) => page.getByText(`${count} of 6 batches stored`);

test.describe('loading the data', () => {
  // Each of these starts with an empty browser, not with the shared profile.
  test.beforeEach(async ({ page }) => {
    await page.goto('./');
    await expect(page.getByRole('button', { name: 'Download CIFAR-10' })).toBeVisible();
  });

  test('a download that a server, a flipped bit or its user stops keeps what is stored, and goes on from there', async ({
    page,
  }) => {
    const download = page.getByRole('button', { name: 'Download CIFAR-10' });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));

    await test.step('a server that goes down at the third file: two batches stay', async () => {
      await setMisbehaviour(page.context(), { kind: 'closes the connection', at: 'data_batch_2.png' });
      await download.click();
      await expect(page.getByRole('alert')).toContainText(
        'data_batch_2.png could not be downloaded: the server did not answer. What was already stored is kept.',
      );
      await expect(storedBatches(page, 2)).toBeVisible();
    });

    await test.step('one flipped bit in a picture file: that batch does not count, the others do', async () => {
      requested.length = 0;
      await setMisbehaviour(page.context(), { kind: 'flips a bit', at: 'data_batch_3.png' });
      await download.click();
      await expect(page.getByRole('alert')).toContainText(/(data_batch_3\.png|Batch 3) arrived damaged/, {
        timeout: 60_000,
      });
      await expect(storedBatches(page, 5)).toBeVisible();
      await expect(page.getByText('Still missing: Batch 3. Only these will be downloaded.')).toBeVisible();
      expect(requested.some((url) => url.includes('data_batch_2.png'))).toBe(true);
      expect(requested.filter((url) => /data_batch_1|test_batch/.test(url))).toEqual([]);
    });

    await test.step('cancelled while the server does not answer', async () => {
      await setMisbehaviour(page.context(), { kind: 'never answers', at: 'data_batch_3.png' });
      await download.click();
      await expect(page.getByRole('progressbar', { name: 'CIFAR-10 download' })).toBeVisible();
      await expect(page.getByText('5 of 6 batches checked and stored')).toBeVisible({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(storedBatches(page, 5)).toBeVisible();
    });

    await test.step('a later visit downloads the rest', async () => {
      await setMisbehaviour(page.context(), null);
      await page.reload();
      await loadDataset(page);
    });
  });

  test('files that are something else, a folder, a truncated archive and a whole one', async ({ page }) => {
    const chooser = page.getByLabel('CIFAR-10 archive');
    const alert = page.getByRole('alert');

    await test.step('what is no part of CIFAR-10 is said to be what it is', async () => {
      const wrong: [string, string, string][] = [
        ['holiday.jpg', 'not pictures', 'holiday.jpg is not part of CIFAR-10. Choose cifar-10-binary.tar.gz'],
        [
          'cifar-10.zip',
          'PK\x03\x04',
          'cifar-10.zip is an archive in zip form, which cannot be opened here. Unpack it',
        ],
        [
          'cifar-10-binary.tar.gz',
          '<!DOCTYPE html><title>Log in',
          'cifar-10-binary.tar.gz is a web page, which a server sent',
        ],
      ];
      for (const [name, content, sentence] of wrong) {
        await chooser.setInputFiles({ name, mimeType: '', buffer: Buffer.from(content, 'latin1') });
        await expect(alert).toContainText(sentence);
        await expect(page.getByRole('button', { name: 'Download CIFAR-10' })).toBeEnabled();
      }
    });

    await test.step('a folder is dropped anywhere with other files', async () => {
      const folder = await officialFolder('data_batch_4', 'data_batch_5');
      const parent = dirname(folder);
      await mkdir(join(parent, 'empty'));
      await writeFile(join(parent, 'test_batch.bin'), await realBatch('test_batch'));
      const place = page.getByRole('heading', { name: 'Configure' });
      await dropFromDisk(place, [join(parent, 'empty')]);
      await expect(alert).toContainText('The folder empty is empty.');
      await dropFromDisk(place, [folder, join(parent, 'test_batch.bin')]);
      await expect(storedBatches(page, 3)).toBeVisible({ timeout: 60_000 });
      await expect(alert).toHaveCount(0);
    });

    const { truncated, complete } = await archives();
    await test.step('of a truncated archive, what stands before its end is stored', async () => {
      await chooser.setInputFiles(truncated);
      await expect(alert).toContainText('truncated.tar.gz ends too early.', { timeout: 60_000 });
      await expect(storedBatches(page, 5)).toBeVisible();
    });

    await test.step('a tar that is not packed, whatever its name, brings the rest', async () => {
      await chooser.setInputFiles(complete);
      await expect(page.getByText(/^CIFAR-10 ready/)).toBeVisible({ timeout: 60_000 });
    });
  });
});

/** Files with all batches, of which the truncated one holds two and a part of the third. */
async function archives(): Promise<{ truncated: string; complete: string }> {
  const tar = tarOf(
    await Promise.all(
      batchNames.map(async (name) => ({
        path: `cifar-10-batches-bin/${name}.bin`,
        content: await realBatch(name),
      })),
    ),
  );
  const truncated = test.info().outputPath('truncated.tar.gz');
  const complete = test.info().outputPath('cifar-10-binary.tar.gz');
  await writeFile(truncated, gzip(tar.subarray(0, 0.45 * tar.length), 0).subarray(0, -1_000));
  await writeFile(complete, tar);
  return { truncated, complete };
}

test('values that cannot be, buttons that cannot be used and files that are not needed are answered', async ({
  readyPage: page,
}) => {
  await test.step('a value that cannot be is refused beside its field, and Train says what comes first', () =>
    enterWrongValues(page));
  await test.step('a button that cannot be used now says why when it is pressed', () => pressInVain(page));
  await test.step('a file that is dropped where none is needed is answered, and the page stays', () =>
    dropInVain(page));
});

async function enterWrongValues(page: Page): Promise<void> {
  const train = page.getByRole('button', { name: 'Train', exact: true });
  const cases: [string, string, string][] = [
    ['Batch size', '399', 'The nearest values that do: 250 or 400.'],
    ['Learning rate', 'abc', '“abc” is not a number.'],
    ['Learning rate', '-1', 'Too small: the minimum is 0.000001.'],
    ['Hidden units', '0', 'Too small: the minimum is 1.'],
    ['Hidden units', '100000', 'Too large: the maximum is 2048.'],
    ['Max steps', '2.000', '2.000 can mean 2 or 2000: write 2 or 2000.'],
  ];
  for (const [name, text, sentence] of cases) {
    await setParameter(page, name, text);
    const field = page.getByRole('spinbutton', { name });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field, 'it is left as it was typed').toHaveValue(text);
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence.replaceAll('.', '\\.')));
    await expect(train).toBeDisabled();
    await page.getByRole('button', { name: 'Reset to the article’s values' }).click();
    await expect(train).toBeEnabled();
  }

  const learningRate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await learningRate.fill('0,001');
  await expect(learningRate).toHaveValue('0,001');
  await expect(learningRate).toHaveAttribute('aria-valuenow', '0.001');
  await learningRate.blur();
  await expect(learningRate, 'what was understood is shown').toHaveValue('0.001');
  await expect(train).toBeEnabled();
}

async function pressInVain(page: Page): Promise<void> {
  const refusals = {
    'Evaluate on test set': 'Train a network or restore a checkpoint first.',
    'Download for TensorBoard': 'There is no run yet: press Train first.',
  };
  await openTab(page, 'Runs');
  for (const [name, reason] of Object.entries(refusals)) {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: reason })).toBeVisible();
  }
}

async function dropInVain(page: Page): Promise<void> {
  const dataTransfer = await page.evaluateHandle(() => {
    const dropped = new DataTransfer();
    dropped.items.add(new File(['notes'], 'notes.txt'));
    return dropped;
  });
  for (const kind of ['dragover', 'drop']) await page.dispatchEvent('body', kind, { dataTransfer });
  await expect(page.getByText('Nothing was loaded: CIFAR-10 is complete.')).toBeVisible();
  const link = await page.evaluateHandle(() => {
    const dropped = new DataTransfer();
    dropped.setData('text/uri-list', 'https://example.org/cifar-10-binary.tar.gz');
    return dropped;
  });
  for (const kind of ['dragover', 'drop']) await page.dispatchEvent('body', kind, { dataTransfer: link });
  await expect(page.getByText('Nothing was loaded: this is a link.')).toBeVisible();
  await expect(page).toHaveURL(/\/(#\w+)?$/);
}

test('a file of weights whose reading does not end is given up after a minute', async ({
  readyPage: page,
}) => {
  await setMisbehaviour(page.context(), {
    kind: 'puts a script first',
    at: '/assets/reading.worker-',
    script: 'for (;;);',
  });
  await page.clock.install();
  await openWeights(page, 'endless.npz', new Uint8Array(100));
  await expect
    .poll(() => page.workers().some((worker) => worker.url().includes('/reading.worker-')))
    .toBe(true);
  await page.clock.runFor(60_000);
  await expect(page.getByRole('tabpanel', { name: 'Export' }).getByRole('alert')).toContainText(
    'endless.npz could not be opened: reading it took more than 60 seconds. Nothing was changed. Choose another file.',
  );
  await expect
    .poll(() => page.workers().some((worker) => worker.url().includes('/reading.worker-')))
    .toBe(false);
});

async function openWeights(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes);
  await openTab(page, 'Export');
  await page.getByLabel('Files of weights').setInputFiles({ name, mimeType: '', buffer });
}
