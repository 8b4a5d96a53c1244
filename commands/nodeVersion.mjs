/** The oldest Node that Vite 8 runs on; the same as `engines` in package.json. */
const oldestMajor = 20;
const oldestMinor = 19;

/**
 * A message for users whose Node is too old.
 * @param {string} version as in `process.versions.node`
 * @returns {string | null} null when this Node is recent enough
 */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  const needed = `${oldestMajor}.${oldestMinor}`;
  return `This needs Node ${needed} or newer, and this is Node ${version}. Get it from https://nodejs.org and try again.`;
}
