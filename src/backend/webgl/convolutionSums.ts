import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { emptyMaps, type FeatureMaps, type MapsLayout, textureSize } from './featureMaps.ts';
import { drawTexels } from './mapConversions.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, linesOf, placeOf } from './mapShaders.ts';

/** How filters lie over the images that they are multiplied with. */
export interface Windows {
  /** Of a filter. */
  readonly height: number;
  readonly width: number;
  readonly stride: number;
  /** Between neighbouring values of the images, more than 1 of which stand for zeros in between. */
  readonly spacing: number;
  /** Zeros above and to the left of the images. */
  readonly top: number;
  readonly left: number;
}

/** The sums of the batch’s quarters; the last quarters may hold fewer images than the first, or none. */
export interface SumsInParts {
  readonly parts: readonly [FeatureMaps, FeatureMaps, FeatureMaps, FeatureMaps];
  /** Of all quarters. */
  readonly batch: number;
}

/** Filters in the order in which `drawSums` reads them: for each tap and four channels, four texels for four filters each. */
export function arrangeFilters(
  backend: MathBackendWebGL,
  filters: TensorInfo,
  { isFlipped }: { readonly isFlipped: boolean },
): TensorInfo {
  const [height = 1, width = 1, channels = 1, count = 1] = filters.shape;
  const [inputs, outputs] = isFlipped ? [count, channels] : [channels, count];
  const [inputGroups, outputGroups] = [Math.ceil(inputs / 4), Math.ceil(outputs / 4)];
  const taps = height * width;
  const layout: MapsLayout = {
    batch: taps * inputGroups,
    height: 1,
    width: 4 * outputGroups,
    channels: 4,
    groups: 1,
    linesPerRow: 1,
  };
  const read = (first: string, part: string) =>
    isFlipped
      ? `
        if (${first} < ${channels} && inner < ${count}) {
          vec4 square = getA(tap / ${width}, tap % ${width}, ${first}, inner);
          result.${part} = (inner & 1) == 0 ? square.xz : square.yw;
          if (${first} + 1 >= ${channels}) result.${part[1]} = 0.0;
        }`
      : `
        if (${first} < ${count} && inner < ${channels}) {
          vec4 square = getA(tap / ${width}, tap % ${width}, inner, ${first});
          result.${part} = (inner & 1) == 0 ? square.xy : square.zw;
          if (${first} + 1 >= ${count}) result.${part[1]} = 0.0;
        }`;
  return drawTexels(
    backend,
    [filters],
    layout,
    `
      void main() {
        int texel = getOutputCoords().x;
        int row = texel / ${4 * outputGroups};
        int column = texel - row * ${4 * outputGroups};
        int tap = row / ${inputGroups};
        int inner = 4 * (row - tap * ${inputGroups}) + (column & 3);
        int outer = 4 * (column / 4);
        ${isFlipped ? `tap = ${taps - 1} - tap;` : ''}
        vec4 result = vec4(0.0);
        ${read('outer', 'xy')}
        ${read('outer + 2', 'zw')}
        setOutput(result);
      }`,
  );
}

/**
 * Sums of products of windows and filters. A thread computes four filters’ sums at the same position of four images, a quarter of
 * the batch apart: each texel that it reads then serves sixteen multiplications, and all four windows end at the same edges.
 *
 * @param filters as `arrangeFilters` gives them
 * @param shape [batch, height, width, filters] of the sums
 */
export function drawSums(
  draws: MapDraws,
  images: FeatureMaps,
  filters: TensorInfo,
  windows: Windows,
  [batch, height, width, count]: readonly [number, number, number, number],
): SumsInParts {
  const { backend } = draws;
  const quarter = Math.ceil(batch / 4);
  const part = () => emptyMaps(backend, [quarter, height, width, count]);
  const parts = [part(), part(), part(), part()] as const;
  const [first, second, third, fourth] = parts;
  const layout: MapsLayout = first;
  draws.draw({
    key: ['sums', keyOf(images), keyOf(layout), ...Object.values(windows)].join(' '),
    source: () => sumsSource(images, layout, windows),
    textures: { images: images.info, filters },
    integers: { quarter },
    outputs: { first: first.info, second: second.info, third: third.info, fourth: fourth.info },
    ...textureSize(layout),
  });
  return { parts, batch };
}

function sumsSource(images: MapsLayout, sums: MapsLayout, windows: Windows): string {
  const { groups } = images;
  const { spacing } = windows;
  const lines = [0, 1, 2, 3].map((index) => `inputLine + ${index} * quarter * ${images.height}`);
  const isWholeRow = images.linesPerRow === 1;
  const component = ['x', 'y', 'z', 'w'];
  const read = (name: string, index: number) => {
    const start = isWholeRow ? 'along' : `starts.${component[index]} + along`;
    return `vec4 ${name} = texture(images, vec2(${start}, rows.${component[index]}));`;
  };
  const add = (result: string, values: string) =>
    `${result} += ${values}.x * filter0 + ${values}.y * filter1 + ${values}.z * filter2 + ${values}.w * filter3;`;
  return `
${linesOf('images', images)}
void main() {
  ${placeOf(sums)}
  int image = line / ${sums.height};
  int top = (line - image * ${sums.height}) * ${windows.stride} - ${windows.top};
  int left = column * ${windows.stride} - ${windows.left};
  int lineEnd = min(${windows.height}, ${spacing * (images.height - 1) + 1} - top);
  int columnFrom = max(0, -left);
  int columnEnd = min(${windows.width}, ${spacing * (images.width - 1) + 1} - left);
  vec4 filterColumns = (float(4 * group) + vec4(0.5, 1.5, 2.5, 3.5)) * filtersTexel.x;
  first = vec4(0.0);
  second = vec4(0.0);
  third = vec4(0.0);
  fourth = vec4(0.0);
  for (int lineOfFilter = max(0, -top); lineOfFilter < lineEnd; lineOfFilter++) {
    ${skipBetween('top + lineOfFilter', spacing)}
    int inputLine = image * ${images.height} + (top + lineOfFilter) / ${spacing};
    vec4 rows = vec4(${lines.map((one) => `imagesRow(${one})`).join(', ')}) * imagesTexel.y;
    ${isWholeRow ? '' : `vec4 starts = vec4(${lines.map((one) => `imagesStart(${one})`).join(', ')}) * imagesTexel.x;`}
    for (int columnOfFilter = columnFrom; columnOfFilter < columnEnd; columnOfFilter++) {
      ${skipBetween('left + columnOfFilter', spacing)}
      float texel = float((left + columnOfFilter) / ${spacing} * ${groups});
      float filterRow = float((lineOfFilter * ${windows.width} + columnOfFilter) * ${groups}) + 0.5;
      float along = (texel${isWholeRow ? ' + 0.5' : ''}) * imagesTexel.x;
      float down = filterRow * filtersTexel.y;
      for (int inputGroup = 0; inputGroup < ${groups}; inputGroup++) {
        ${read('firstValues', 0)}
        ${read('secondValues', 1)}
        ${read('thirdValues', 2)}
        ${read('fourthValues', 3)}
        vec4 filter0 = texture(filters, vec2(filterColumns.x, down));
        vec4 filter1 = texture(filters, vec2(filterColumns.y, down));
        vec4 filter2 = texture(filters, vec2(filterColumns.z, down));
        vec4 filter3 = texture(filters, vec2(filterColumns.w, down));
        ${add('first', 'firstValues')}
        ${add('second', 'secondValues')}
        ${add('third', 'thirdValues')}
        ${add('fourth', 'fourthValues')}
        along += imagesTexel.x;
        down += filtersTexel.y;
      }
    }
  }
}`;
}

function skipBetween(place: string, spacing: number): string {
  return spacing === 1 ? '' : `if ((${place}) % ${spacing} != 0) continue;`;
}
