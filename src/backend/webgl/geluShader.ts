/** GLSL: Φ, the distribution function of the normal distribution, and the derivative of GELU. */
export const geluFunctions = `
// Abramowitz and Stegun, “Handbook of Mathematical Functions” (1964), 7.1.26, as in TensorFlow.js; off by up to 1.5e-7.
vec4 normalDistribution(vec4 x) {
  vec4 size = abs(x) * ${Math.SQRT1_2};
  vec4 t = 1.0 / (1.0 + 0.3275911 * size);
  vec4 tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  vec4 half0 = 0.5 * tail * exp(-size * size);
  return mix(half0, 1.0 - half0, greaterThan(x, vec4(0.0)));
}
vec4 geluSlope(vec4 x) {
  return normalDistribution(x) + x * ${1 / Math.sqrt(2 * Math.PI)} * exp(-0.5 * x * x);
}`;
