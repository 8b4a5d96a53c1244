import { isContinuousIntegration } from './continuousIntegration.mjs';

/**
 * Whether a browser window can be opened where this runs, and is wanted.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env BROWSER=none says that no window is wanted, CI that nobody is there to see it
 */
export function hasDisplay(platform, env) {
  if (env.BROWSER?.toLowerCase() === 'none') return false;
  if (isContinuousIntegration(env)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
