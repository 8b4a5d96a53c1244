/**
 * What Chromium is started with so that it has WebGL. It draws in software (SwiftShader) where no usable GPU is to be
 * expected: in continuous integration, and under Linux, where a browser without a window does not take the GPU.
 * Elsewhere it runs on the machine's own.
 * @param {NodeJS.Platform} platform
 * @param {boolean} isUnattended
 * @returns {string[]}
 */
export function webGlArguments(platform, isUnattended) {
  if (platform !== 'linux' && !isUnattended) return [];
  return ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
}
