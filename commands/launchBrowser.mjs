import { isContinuousIntegration } from './continuousIntegration.mjs';
import { webGlArguments } from './webGlArguments.mjs';

/**
 * Starts a headless browser, as the browser tests do.
 * @param {string} executablePath
 * @returns {Promise<import('@playwright/test').Browser>}
 */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('@playwright/test');
  const isUnattended = isContinuousIntegration(process.env);
  return chromium.launch({ executablePath, args: webGlArguments(process.platform, isUnattended) });
}
