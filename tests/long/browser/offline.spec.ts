import { expect, test } from '../../browser/fixtures.ts';
import { openTab, trainTo } from '../../browser/page.ts';
import { setMisbehaviour } from '../../server/misbehaviour.ts';

test('a part of the page that its server has no more is said to be missing, and comes when it is there again', async ({
  readyPage: page,
}) => {
  const context = page.context();
  await setMisbehaviour(context, { kind: 'has no such file', at: '/assets/chartFile-' });
  const downloadCharts = page.getByRole('button', { name: 'Download charts' });
  await trainTo(page, 1);
  await openTab(page, 'Export');
  await downloadCharts.click();
  await expect(page.getByRole('alert').first()).toContainText('A part of this page could not be loaded');

  await setMisbehaviour(context, null);
  await page.getByRole('button', { name: 'Reload' }).click();
  await trainTo(page, 1);
  const downloading = page.waitForEvent('download');
  await downloadCharts.click();
  expect((await downloading).suggestedFilename()).toContain('loss');
});
