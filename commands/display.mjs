import { isContinuousIntegration } from './continuousIntegration.mjs';

/**
 * Whether a browser window can and should be opened here.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env BROWSER=none means that no window is wanted, CI that the command runs unattended
 */
export function hasDisplay(platform, env) {
  if (env.BROWSER?.toLowerCase() === 'none') return false;
  if (isContinuousIntegration(env)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
