import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decodeSafetensors } from '../../src/tensorFiles/safetensors.ts';
import { openTab } from './page.ts';
import { chooseInMenu } from './runTable.ts';

/** Checkpoints that are listed in the tab `Runs`: those of the present run, of runs that were unfolded, and of no listed run. */
export function checkpoints(page: Page) {
  return page.getByRole('list', { name: 'Checkpoints' }).getByRole('listitem');
}

/** SHA-256 of the weights and of what the optimizer remembers, in the newest checkpoint that was saved for this reason. */
export async function checkpointSha256(page: Page, reason: string): Promise<string> {
  return sha256OfTensors(await downloadedCheckpoint(page, reason));
}

/**
 * Downloads the newest checkpoint that was saved for this reason.
 *
 * @param reason as the list words it, such as `end of the run`
 * @returns the file's path
 */
export async function downloadedCheckpoint(page: Page, reason: string): Promise<string> {
  await openTab(page, 'Runs');
  const row = checkpoints(page).filter({ hasText: reason }).first();
  const downloading = page.waitForEvent('download');
  await chooseInMenu(row, 'Download file');
  return (await downloading).path();
}

/** SHA-256 of every tensor in a safetensors file, with its name. */
export async function sha256OfTensors(file: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, values } of decodeSafetensors(new Uint8Array(await readFile(file))).tensors) {
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
