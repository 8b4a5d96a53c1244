import path from 'node:path';

/** Environment variables that name the browser to use. */
export const browserVariables = ['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH', 'CHROME_PATH'];

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const linuxFolders = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
  '/snap/bin',
];

const macPrograms = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Where Chromium, Chrome or Edge may be installed, best first: the one named by a variable, then the system's own places and
 * PATH.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} paths without duplicates; most of them do not exist
 */
export function browserCandidates(platform, env) {
  const named = browserVariables.map((name) => env[name] ?? '');
  return [...new Set([...named, ...systemPlaces(platform, env)])].filter((candidate) => candidate !== '');
}

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 */
function systemPlaces(platform, env) {
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(env.HOME ? [path.posix.join(env.HOME, 'Applications')] : [])];
    return product(folders, macPrograms, path.posix);
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return product(
      folders.flatMap((folder) => folder ?? []),
      windowsPrograms,
      path.win32,
    );
  }
  const folders = [...(env.PATH ?? '').split(':').filter(path.posix.isAbsolute), ...linuxFolders];
  return product(folders, [...linuxNames, 'chrome', 'msedge'], path.posix);
}

/**
 * @param {readonly string[]} folders
 * @param {readonly string[]} programs
 * @param {path.PlatformPath} style
 */
function product(folders, programs, style) {
  return programs.flatMap((program) => folders.map((folder) => style.join(folder, program)));
}

/**
 * Ubuntu's snap packages sandbox Chromium, which hides the temporary profile of a test browser: such a browser is used only if
 * there is no other.
 * @param {string} candidate
 */
export function isSnap(candidate) {
  return candidate.startsWith('/snap/') || candidate.endsWith('/chromium-browser');
}
