/**
 * Whether this runs unattended, which CI systems indicate with the variable CI.
 * @param {NodeJS.ProcessEnv} env
 */
export function isContinuousIntegration({ CI }) {
  return CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
}
