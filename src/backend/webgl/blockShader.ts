/** What the shader has as constants: compilers optimize a loop with constant bounds better. */
export interface BlockShaderKind {
  readonly isLeftTransposed: boolean;
  readonly isRightTransposed: boolean;
  /** Numbers along the depth; a texel brings two. */
  readonly depth: number;
  /** Parts that the depth is divided into. */
  readonly slices: number;
}

/** The uniforms of the shader, by name. */
export const blockUniforms = ['left', 'right', 'leftTexel', 'rightTexel', 'blocks'] as const;

/** Numbers of two to a texel, in each slice but the last. */
export function texelsPerSlice({ depth, slices }: Pick<BlockShaderKind, 'depth' | 'slices'>): number {
  return Math.ceil(Math.floor(depth / 2) / slices);
}

/**
 * Multiplies two pairs of rows of the left matrix by two pairs of columns of the right one, over one slice of the depth. The
 * pairs are half a matrix apart, so that adjacent results are in the same one of the four textures. Results beyond a matrix's
 * edge are never read.
 *
 * A texel holds `x y` above `z w`. Along the depth it has two numbers, so a result is the sum of `left.x · right.x + left.y ·
 * right.z`, and so on.
 */
export function blockShader(kind: BlockShaderKind): string {
  const { isLeftTransposed, isRightTransposed, depth, slices } = kind;
  const texels = Math.floor(depth / 2);
  // Of four results [row, column]: what is multiplied with the first number of a texel's two, and with the second.
  const [leftFirst, leftSecond] = isLeftTransposed ? ['xxyy', 'zzww'] : ['xxzz', 'yyww'];
  const [rightFirst, rightSecond] = isRightTransposed ? ['xzxz', 'ywyw'] : ['xyxy', 'zwzw'];
  const leftAt = (row: string) => (isLeftTransposed ? `vec2(${row}, leftAt)` : `vec2(leftAt, ${row})`);
  const rightAt = (column: string) =>
    isRightTransposed ? `vec2(rightAt, ${column})` : `vec2(${column}, rightAt)`;
  // Loop invariants are hoisted by hand: not every compiler does it.
  const [leftAlong, leftAcross] = isLeftTransposed ? ['y', 'x'] : ['x', 'y'];
  const [rightAlong, rightAcross] = isRightTransposed ? ['x', 'y'] : ['y', 'x'];
  const read = (texel: string) => `
    float at = float(${texel}) + 0.5;
    float leftAt = at * leftTexel.${leftAlong};
    float rightAt = at * rightTexel.${rightAlong};
    vec4 upper = texture(left, ${leftAt('rows.x')});
    vec4 lower = texture(left, ${leftAt('rows.y')});
    vec4 first = texture(right, ${rightAt('columns.x')});
    vec4 second = texture(right, ${rightAt('columns.y')});`;
  const add = (leftPart: string, rightPart: string) => `
    upperLeft += upper.${leftPart} * first.${rightPart};
    upperRight += upper.${leftPart} * second.${rightPart};
    lowerLeft += lower.${leftPart} * first.${rightPart};
    lowerRight += lower.${leftPart} * second.${rightPart};`;
  const halfTexel = `
  if (slice == ${slices - 1}) {
    ${read(`${texels}`)}
    ${add(leftFirst, rightFirst)}
  }`;
  const bounds =
    slices === 1
      ? { from: '0', to: `${texels}` }
      : {
          from: `slice * ${texelsPerSlice(kind)}`,
          to: `min((slice + 1) * ${texelsPerSlice(kind)}, ${texels})`,
        };
  return `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D left;
uniform sampler2D right;
uniform vec2 leftTexel;
uniform vec2 rightTexel;
uniform ivec2 blocks;
layout(location = 0) out vec4 upperLeftSum;
layout(location = 1) out vec4 upperRightSum;
layout(location = 2) out vec4 lowerLeftSum;
layout(location = 3) out vec4 lowerRightSum;
void main() {
  ivec2 place = ivec2(gl_FragCoord.xy);
  int slice = place.x / blocks.x;
  int column = place.x - slice * blocks.x;
  vec2 rows = (vec2(place.y, place.y + blocks.y) + 0.5) * leftTexel.${leftAcross};
  vec2 columns = (vec2(column, column + blocks.x) + 0.5) * rightTexel.${rightAcross};
  vec4 upperLeft = vec4(0.0);
  vec4 upperRight = vec4(0.0);
  vec4 lowerLeft = vec4(0.0);
  vec4 lowerRight = vec4(0.0);
  int end = ${bounds.to};
  for (int texel = ${bounds.from}; texel < ${slices === 1 ? texels : 'end'}; texel++) {
    ${read('texel')}
    ${add(leftFirst, rightFirst)}
    ${add(leftSecond, rightSecond)}
  }
  ${depth % 2 === 1 ? halfTexel : ''}
  upperLeftSum = upperLeft;
  upperRightSum = upperRight;
  lowerLeftSum = lowerLeft;
  lowerRightSum = lowerRight;
}`;
}
