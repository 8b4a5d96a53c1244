import type { MapsLayout } from './featureMaps.ts';

/**
 * GLSL: the line of all images together, the column and the group of channels that the thread’s texel of these maps holds, as
 * `line`, `column` and `group`.
 */
export function placeOf({ width, groups, linesPerRow }: MapsLayout): string {
  return `
  ivec2 at = ivec2(gl_FragCoord.xy);
  int line = ${linesPerRow === 1 ? 'at.y' : `at.y * ${linesPerRow} + at.x / ${width * groups}`};
  int inLine = ${linesPerRow === 1 ? 'at.x' : `at.x % ${width * groups}`};
  int column = inLine / ${groups};
  int group = inLine - column * ${groups};`;
}

/**
 * GLSL: functions that find a line of these maps in their texture `name`. Coordinates are those of texels’ middles, in texels.
 * `nameRow(line)` is the row’s, `nameStart(line)` the column’s of the line’s first texel.
 */
export function linesOf(name: string, { width, groups, linesPerRow }: MapsLayout): string {
  if (linesPerRow === 1) {
    return `
float ${name}Row(int line) { return float(line) + 0.5; }
float ${name}Start(int line) { return 0.5; }`;
  }
  return `
float ${name}Row(int line) { return float(line / ${linesPerRow}) + 0.5; }
float ${name}Start(int line) { return float((line % ${linesPerRow}) * ${width * groups}) + 0.5; }`;
}

/** GLSL: `nameAt(line, texel)` reads a texel of a line. */
export function readerOf(name: string, layout: MapsLayout): string {
  return `${linesOf(name, layout)}
vec4 ${name}At(int line, int texel) {
  return texture(${name}, (vec2(${name}Start(line) + float(texel), ${name}Row(line))) * ${name}Texel);
}`;
}

/** GLSL: `nameOf(group)` reads four of a vector’s numbers, two of which TensorFlow.js packs into a texel. */
export function vectorReaderOf(name: string): string {
  return `
vec4 ${name}Of(int group) {
  return vec4(texelFetch(${name}, ivec2(2 * group, 0), 0).xy, texelFetch(${name}, ivec2(2 * group + 1, 0), 0).xy);
}`;
}

/** What a shader’s source depends on; the number of images is none of it, but for how many lines are in a row. */
export function keyOf({ height, width, groups, linesPerRow }: MapsLayout): string {
  return [height, width, groups, linesPerRow].join(' ');
}
