import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The profile of a browser in which the page has stored CIFAR-10: made once (`storedProfile.setup.ts`), and copied. */
export const storedProfile = fileURLToPath(new URL('../../test-results/stored-profile/', import.meta.url));

const copies = fileURLToPath(new URL('../../test-results/profile-copies/', import.meta.url));

/** Hands a copy of the stored profile to the work, and deletes it afterwards. */
export async function withStoredProfile(work: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(copies, { recursive: true });
  const folder = await mkdtemp(join(copies, 'profile-'));
  try {
    await cp(storedProfile, folder, { recursive: true });
    await work(folder);
  } finally {
    // A browser that a failed test has left open may still write there. What stays goes with the next `npm test`.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}
