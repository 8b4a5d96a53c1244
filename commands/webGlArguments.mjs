/**
 * Chromium's arguments for WebGL. It draws in software (SwiftShader) where no usable GPU is expected: in continuous integration,
 * and under Linux, where a headless browser does not use the GPU. Elsewhere it uses the machine's GPU.
 * @param {NodeJS.Platform} platform
 * @param {boolean} isUnattended
 * @returns {string[]}
 */
export function webGlArguments(platform, isUnattended) {
  if (platform !== 'linux' && !isUnattended) return [];
  return ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
}
