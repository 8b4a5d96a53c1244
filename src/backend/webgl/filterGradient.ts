import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import type { Windows } from './convolutionSums.ts';
import { emptyMaps, type FeatureMaps, type MapsLayout } from './featureMaps.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, readerOf } from './mapShaders.ts';

/** Products that a thread sums at most: long sums lose digits. */
const mostPositions = 1_024;

/**
 * The loss’s derivative with respect to the filters, [height, width, channels, filters]. A thread multiplies four channels of the
 * inputs with four of the sums’ derivatives, for one tap and a slice of all positions; a second draw adds up the slices.
 *
 * @param wantedThreads what keeps the GPU busy
 */
export function drawFilterGradient(
  draws: MapDraws,
  images: FeatureMaps,
  bySums: FeatureMaps,
  windows: Windows,
  wantedThreads: number,
): tf.TensorInfo {
  const { backend } = draws;
  const most = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  const taps = windows.height * windows.width;
  const lines = bySums.batch * bySums.height;
  const columns = bySums.groups * taps;
  const mostSlices = Math.min(lines, Math.floor(most / images.groups));
  const wanted = Math.max((lines * bySums.width) / mostPositions, wantedThreads / (columns * images.groups));
  const linesPerSlice = Math.ceil(lines / Math.min(mostSlices, Math.max(1, Math.ceil(wanted))));
  const slices = Math.ceil(lines / linesPerSlice);
  const layout: MapsLayout = {
    batch: slices * images.groups,
    height: 1,
    width: columns,
    channels: 4,
    groups: 1,
    linesPerRow: 1,
  };
  const part = () => emptyMaps(backend, [layout.batch * columns, 2, 2], layout).info;
  const outputs = { first: part(), second: part(), third: part(), fourth: part() };
  draws.draw({
    key: ['filters', keyOf(images), keyOf(bySums), ...Object.values(windows)].join(' '),
    source: () => partialSource(images, bySums, windows),
    textures: { images: images.info, bySums: bySums.info },
    integers: { linesPerSlice, lines },
    outputs,
    columns,
    rows: layout.batch,
  });
  const shape = [windows.height, windows.width, images.channels, bySums.channels];
  const parts = Object.values(outputs);
  const gradient = addSlices(backend, parts, slices, shape);
  for (const info of parts) backend.disposeIntermediateTensorInfo(info);
  return gradient;
}

function partialSource(images: MapsLayout, bySums: MapsLayout, windows: Windows): string {
  const { stride } = windows;
  return `
${readerOf('images', images)}
${readerOf('bySums', bySums)}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int tap = at.x / ${bySums.groups};
  int outputGroup = at.x - tap * ${bySums.groups};
  int slice = at.y / ${images.groups};
  int inputGroup = at.y - slice * ${images.groups};
  int down = tap / ${windows.width} - ${windows.top};
  int right = tap % ${windows.width} - ${windows.left};
  int lineEnd = min((slice + 1) * linesPerSlice, lines);
  int columnFrom = max(0, (${stride - 1} - right) / ${stride});
  int columnEnd = min(${bySums.width}, (${images.width - 1 + stride} - right) / ${stride});
  float valuesStep = ${stride * images.groups}.0 * imagesTexel.x;
  float slopesStep = ${bySums.groups}.0 * bySumsTexel.x;
  first = vec4(0.0);
  second = vec4(0.0);
  third = vec4(0.0);
  fourth = vec4(0.0);
  for (int line = slice * linesPerSlice; line < lineEnd; line++) {
    int image = line / ${bySums.height};
    int inputLine = (line - image * ${bySums.height}) * ${stride} + down;
    if (inputLine < 0 || inputLine >= ${images.height}) continue;
    vec2 from = vec2(imagesStart(image * ${images.height} + inputLine), imagesRow(image * ${images.height} + inputLine));
    vec2 to = vec2(bySumsStart(line), bySumsRow(line));
    vec2 valuesAt = vec2(from.x + float((columnFrom * ${stride} + right) * ${images.groups} + inputGroup), from.y) * imagesTexel;
    vec2 slopesAt = vec2(to.x + float(columnFrom * ${bySums.groups} + outputGroup), to.y) * bySumsTexel;
    for (int column = columnFrom; column < columnEnd; column++) {
      vec4 values = texture(images, valuesAt);
      vec4 slopes = texture(bySums, slopesAt);
      valuesAt.x += valuesStep;
      slopesAt.x += slopesStep;
      first += values.x * slopes;
      second += values.y * slopes;
      third += values.z * slopes;
      fourth += values.w * slopes;
    }
  }
}`;
}

function addSlices(
  backend: MathBackendWebGL,
  parts: tf.TensorInfo[],
  slices: number,
  [height = 1, width = 1, channels = 1, filters = 1]: readonly number[],
): tf.TensorInfo {
  const [inputGroups, outputGroups] = [Math.ceil(channels / 4), Math.ceil(filters / 4)];
  const sum = (upper: string, lower: string, part: string) => `
          for (int slice = 0; slice < ${slices}; slice++) {
            ivec2 at = first + ivec2(0, slice * ${inputGroups});
            result += vec4(texelFetch(${upper}, at, 0).${part}, texelFetch(${lower}, at, 0).${part});
          }`;
  const program: GPGPUProgram = {
    variableNames: ['first', 'second', 'third', 'fourth'].map((name) => `${name}Channel`),
    packedInputs: true,
    packedOutput: true,
    outputShape: [height, width, channels, filters],
    userCode: `
      void main() {
        ivec4 place = getOutputCoords();
        int tap = place.x * ${width} + place.y;
        ivec2 first = ivec2(tap * ${outputGroups} + place.w / 4, place.z / 4);
        vec4 result = vec4(0.0);
        if ((place.z & 2) == 0) {
          if ((place.w & 2) == 0) { ${sum('firstChannel', 'secondChannel', 'xy')} }
          else { ${sum('firstChannel', 'secondChannel', 'zw')} }
        } else {
          if ((place.w & 2) == 0) { ${sum('thirdChannel', 'fourthChannel', 'xy')} }
          else { ${sum('thirdChannel', 'fourthChannel', 'zw')} }
        }
        ${filters % 2 === 1 ? `if (place.w + 1 == ${filters}) result.yw = vec2(0.0);` : ''}
        ${channels % 2 === 1 ? `if (place.z + 1 == ${channels}) result.zw = vec2(0.0);` : ''}
        setOutput(result);
      }`,
  };
  return backend.runWebGLProgram(program, parts, 'float32');
}
