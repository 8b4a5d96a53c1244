import { expect, test } from '../../browser/fixtures.ts';
import { convolutions } from '../../browser/harness/resumption.ts';
import { chooseBackend, setParameter, trainTo, waitForStep } from '../../browser/page.ts';

test('a convolutional network that has ended on WASM is given more steps, and goes on on WebGL', async ({
  readyPage: page,
}) => {
  await chooseBackend(page, 'WASM');
  await convolutions(page);
  await trainTo(page, 20);
  await setParameter(page, 'Max steps', 1_000);
  await chooseBackend(page, 'WebGL');
  await page.getByRole('button', { name: 'Resume' }).click();
  await waitForStep(page, 21, 60_000);
  await expect(page.getByText(/^Backend: WebGL/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
});
