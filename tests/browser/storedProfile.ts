import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The profile of a browser in which the page has stored CIFAR-10: made once (`storedProfile.setup.ts`), and copied. */
export const storedProfile = fileURLToPath(new URL('../../test-results/stored-profile/', import.meta.url));

/** Hands a copy of the stored profile to the work, and deletes it afterwards. */
export async function withStoredProfile(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  try {
    await cp(storedProfile, folder, { recursive: true });
    await work(folder);
  } finally {
    // A browser that was just ended may still write.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
