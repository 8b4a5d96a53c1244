import { expect, test } from './fixtures.ts';
import { chooseBackend, chooseOption, openTab, setParameter, trainTo } from './page.ts';

test('a convolutional network trains, says what its accuracy is of, and comes back exactly', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await chooseOption(page, 'Preset', '80 % in minutes');
  await setParameter(page, 'Width', 8);
  await setParameter(page, 'Depth', 1);
  await setParameter(page, 'Batch size', 100);
  await setParameter(page, 'Weight averaging', 0.9);
  await chooseOption(page, 'Evaluation of an image', 'Averaged with its mirror image');

  await test.step('it needs little memory, and so much more at another width that it is refused', async () => {
    await expect(page.getByText(/^Needs about \d+ MB of memory while training\.$/)).toBeVisible();
    await setParameter(page, 'Width', 128);
    await setParameter(page, 'Batch size', 5_000);
    await expect(page.getByText(/^This needs about [\d.]+ GB of memory/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
    await setParameter(page, 'Width', 8);
    await setParameter(page, 'Batch size', 100);
  });

  await trainTo(page, 110);
  const accuracy = page.getByText(/^Test accuracy 0\.\d{4} \(with mirror images\)$/).first();
  await expect(accuracy).toBeVisible();
  const trained = await accuracy.textContent();
  // Guessing gives 0.1.
  expect(Number(/0\.\d{4}/.exec(trained ?? '')?.[0])).toBeGreaterThan(0.3);

  await test.step('its filters have histograms, and its graph every layer', async () => {
    await page.getByRole('combobox', { name: 'Histograms of' }).selectOption('Convolution 1: gradients');
    await expect(page.getByRole('img', { name: /^Histogram of .*gradients over 3 steps/ })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Model graph' })).toContainText('Convolution 3');
  });

  await test.step('its checkpoint restores the batches, the averages and the statistics', async () => {
    await openTab(page, 'Runs');
    const checkpoints = page.getByRole('list', { name: 'Checkpoints' }).getByRole('listitem');
    await checkpoints.filter({ hasText: 'end of the run' }).getByRole('button', { name: 'Restore' }).click();
    await expect(page.getByText(/^Restored exactly: the loss of the next batch is/)).toBeVisible();
    await page.getByRole('button', { name: 'Evaluate on test set' }).click();
    await expect(page.getByText(trained ?? '').first()).toBeVisible({ timeout: 30_000 });
  });
});
