import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { emptyMaps, type FeatureMaps, type MapsLayout } from './featureMaps.ts';
import type { Borrowed } from './mapConversions.ts';
import type { MapDraws } from './mapDraws.ts';
import { keyOf, placeOf, readerOf } from './mapShaders.ts';

/** Positions that a thread sums: about as many as there are threads for a channel, in a batch of a hundred small images. */
const wantedPositions = 256;

/** What is summed over all positions of maps of the same shape. */
export interface ChannelTerms {
  /** Names the terms. */
  readonly key: string;
  readonly maps: Readonly<Record<string, FeatureMaps>>;
  /** As `borrowVector` gives them. */
  readonly vectors?: Readonly<Record<string, tf.TensorInfo>>;
  /** GLSL outside of `main`. */
  readonly functions?: string;
  /** GLSL before a thread’s first position; it has the place of that as `line` and `texel`. */
  readonly before?: string;
  /** GLSL that adds to `first` and `second`, at `line` and `texel`. */
  readonly each: string;
  /** GLSL after a thread’s last position; `count` is the number of its positions. */
  readonly after?: string;
}

/** Sums of slices of the positions: a texel for four channels, a row for a slice. */
export interface SlicedSums {
  readonly first: tf.TensorInfo;
  readonly second: tf.TensorInfo;
  readonly slices: number;
  readonly lines: number;
  readonly linesPerSlice: number;
  readonly layout: MapsLayout;
}

export function drawSlices(
  draws: MapDraws,
  layout: MapsLayout,
  { key, maps, vectors = {}, functions = '', before = '', each, after = '' }: ChannelTerms,
): SlicedSums {
  const { backend } = draws;
  const most = tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  const lines = layout.batch * layout.height;
  const linesPerSlice = Math.max(Math.ceil(wantedPositions / layout.width), Math.ceil(lines / most));
  const slices = Math.ceil(lines / linesPerSlice);
  const { groups } = layout;
  const sliced: MapsLayout = {
    batch: slices,
    height: 1,
    width: groups,
    channels: 4,
    groups: 1,
    linesPerRow: 1,
  };
  const part = () => emptyMaps(backend, [slices * groups, 2, 2], sliced).info;
  const outputs = { first: part(), second: part() };
  draws.draw({
    key: ['slices', key, keyOf(layout)].join(' '),
    source: () => `
${Object.keys(maps)
  .map((name) => readerOf(name, layout))
  .join('\n')}
${functions}
void main() {
  ${placeOf(sliced)}
  group = at.x;
  int lineFrom = at.y * linesPerSlice;
  int lineEnd = min(lineFrom + linesPerSlice, lines);
  float count = float((lineEnd - lineFrom) * ${layout.width});
  first = vec4(0.0);
  second = vec4(0.0);
  line = lineFrom;
  int texel = group;
  ${before}
  for (line = lineFrom; line < lineEnd; line++) {
    for (texel = group; texel < ${layout.width * groups}; texel += ${groups}) {
      ${each}
    }
  }
  ${after}
}`,
    textures: {
      ...Object.fromEntries(Object.entries(maps).map(([name, { info }]) => [name, info])),
      ...vectors,
    },
    integers: { lines, linesPerSlice },
    outputs,
    columns: groups,
    rows: slices,
  });
  return { ...outputs, slices, lines, linesPerSlice, layout };
}

/** Sums over all slices, [channels] each. Takes over the slices. */
export function drawTotals(
  draws: MapDraws,
  sums: SlicedSums,
): { readonly first: tf.TensorInfo; readonly second: tf.TensorInfo } {
  return drawVectors(
    draws,
    sums,
    'totals',
    `
  for (int slice = 0; slice < slices; slice++) {
    total.xy += pairOf(texelFetch(firstSlices, ivec2(at.x / 2, slice), 0));
    other.xy += pairOf(texelFetch(secondSlices, ivec2(at.x / 2, slice), 0));
  }`,
  );
}

/**
 * The mean over all slices, and the variance around it (Chan, Golub and LeVeque, 1979). Takes over the slices, which hold their
 * own means and variances.
 */
export function drawMoments(
  draws: MapDraws,
  sums: SlicedSums,
): { readonly mean: tf.TensorInfo; readonly variance: tf.TensorInfo } {
  const share = 'float(min(linesPerSlice, lines - slice * linesPerSlice)) / float(lines)';
  const { first: mean, second: variance } = drawVectors(
    draws,
    sums,
    'moments',
    `
  for (int slice = 0; slice < slices; slice++) {
    total.xy += ${share} * pairOf(texelFetch(firstSlices, ivec2(at.x / 2, slice), 0));
  }
  for (int slice = 0; slice < slices; slice++) {
    vec2 distance = pairOf(texelFetch(firstSlices, ivec2(at.x / 2, slice), 0)) - total.xy;
    vec2 within = pairOf(texelFetch(secondSlices, ivec2(at.x / 2, slice), 0));
    other.xy += ${share} * (within + distance * distance);
  }`,
  );
  return { mean, variance };
}

/** Draws two vectors as TensorFlow.js packs them: two numbers in a texel. */
function drawVectors(
  draws: MapDraws,
  { first, second, slices, lines, linesPerSlice, layout: { channels } }: SlicedSums,
  key: string,
  body: string,
): { readonly first: tf.TensorInfo; readonly second: tf.TensorInfo } {
  const { backend } = draws;
  const outputs = { total: emptyVector(backend, channels), other: emptyVector(backend, channels) };
  draws.draw({
    key: `${key} ${channels}`,
    source: () => `
ivec2 at;
vec2 pairOf(vec4 texel) { return (at.x & 1) == 0 ? texel.xy : texel.zw; }
void main() {
  at = ivec2(gl_FragCoord.xy);
  total = vec4(0.0);
  other = vec4(0.0);
  ${body}
  ${channels % 2 === 1 ? `if (2 * at.x + 1 == ${channels}) { total.y = 0.0; other.y = 0.0; }` : ''}
}`,
    textures: { firstSlices: first, secondSlices: second },
    integers: { slices, lines, linesPerSlice },
    outputs,
    columns: Math.ceil(channels / 2),
    rows: 1,
  });
  backend.disposeIntermediateTensorInfo(first);
  backend.disposeIntermediateTensorInfo(second);
  return { first: outputs.total, second: outputs.other };
}

function emptyVector(backend: MathBackendWebGL, length: number): tf.TensorInfo {
  const vector = backend.makeTensorInfo([length], 'float32');
  backend.getDataInfo(vector.dataId).isPacked = true;
  backend.uploadToGPU(vector.dataId);
  return vector;
}

/** A vector’s texture with two numbers in a texel, one row. */
export function borrowVector(backend: MathBackendWebGL, vector: tf.TensorInfo): Borrowed<tf.TensorInfo> {
  const data = backend.getDataInfo(vector.dataId);
  if (!data.texture) {
    // As TensorFlow.js does for a packed shader, so that it is uploaded in that order right away.
    data.isPacked = true;
    data.shape = vector.shape;
  }
  backend.uploadToGPU(vector.dataId);
  if (data.isPacked) return { value: vector, release: () => {} };
  const packed = backend.packTensor(vector);
  return { value: packed, release: () => backend.disposeIntermediateTensorInfo(packed) };
}
