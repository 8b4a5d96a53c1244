/**
 * Whether nobody sits at this terminal, which CI systems say with the variable CI.
 * @param {NodeJS.ProcessEnv} env
 */
export function isContinuousIntegration({ CI }) {
  return CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
}
