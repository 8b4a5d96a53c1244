import type { FullConfig } from '@playwright/test';
import { servePage } from '../../commands/servePage.mjs';
import { startTestServer } from '../server/testServer.ts';

/** Serves the page by the very command that a person types, and puts the tests' server before it. */
export default async function startServers({ projects }: FullConfig): Promise<() => Promise<void>> {
  const { baseURL = '' } = projects[0]?.use ?? {};
  const served = await servePage();
  try {
    const server = await startTestServer(served.url, Number(new URL(baseURL).port));
    return async () => {
      served.end();
      await server.close();
    };
  } catch (error) {
    // Or the page's server would outlive the tests, and whoever reads their output would wait for more.
    served.end();
    throw error;
  }
}
