import type { Locator } from '@playwright/test';

/** Drags files and folders of this machine over an element and drops them, as a file manager does. */
export async function dropFromDisk(target: Locator, files: readonly string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('the target is not visible');
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const browser = await target.page().context().newCDPSession(target.page());
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await browser.detach();
}
