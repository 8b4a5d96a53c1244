import type { LaunchOptions, Page } from '@playwright/test';
import { openBrowser } from '../ownBrowser.ts';
import { withStoredProfile } from '../storedProfile.ts';

/**
 * Opens the page where a program on the CPU stands in for WebGPU's GPU. That takes a browser of its own: in the others, WebGPU is to be
 * without an adapter, as on a machine that has none.
 */
export async function withWebGpuPage(
  { launchOptions, baseURL }: { readonly launchOptions: LaunchOptions; readonly baseURL: string | undefined },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const args = [...(launchOptions.args ?? []), '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
  await withStoredProfile(async (folder) => {
    const { page, profile } = await openBrowser(folder, {
      launchOptions: { ...launchOptions, args },
      baseURL,
    });
    await work(page);
    await profile.close();
  });
}
