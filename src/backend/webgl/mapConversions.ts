import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type * as tf from '@tensorflow/tfjs-core';
import { type FeatureMaps, fittingLayout, type MapsLayout, texelShape, textureSize } from './featureMaps.ts';

/** What the caller has to release; nothing where the tensor’s own texture is used. */
export interface Borrowed<Value> {
  readonly value: Value;
  readonly release: () => void;
}

/** A tensor as feature maps, rearranged where its texture has another order. */
export function borrowMaps(
  backend: MathBackendWebGL,
  tensor: tf.TensorInfo,
  layout = fittingLayout(tensor.shape),
): Borrowed<FeatureMaps> {
  if (areMaps(backend, tensor, layout)) return { value: { ...layout, info: tensor }, release: () => {} };
  const info = { ...arrangeMaps(backend, tensor, layout), shape: tensor.shape };
  return { value: { ...layout, info }, release: () => backend.disposeIntermediateTensorInfo(info) };
}

/** The maps as a tensor that TensorFlow.js reads. Takes over the maps. */
export function tensorOfMaps(backend: MathBackendWebGL, maps: FeatureMaps): tf.TensorInfo {
  const { info, channels, groups } = maps;
  if (channels % 4 === 0) return info;
  const rows = info.shape.at(-2) ?? 1;
  const [coordinates, row, channel] = coordinatesOf(info.shape);
  const program: GPGPUProgram = {
    variableNames: ['A'],
    packedInputs: true,
    packedOutput: true,
    outputShape: info.shape,
    userCode: `
      void main() {
        ${coordinates}
        int texel = position * ${groups} + ${channel} / 4;
        vec4 upper = getA(texel, 0, 0);
        vec4 lower = getA(texel + ${groups}, 0, 0);
        vec4 result = (${channel} & 2) == 0 ? vec4(upper.xy, lower.xy) : vec4(upper.zw, lower.zw);
        if (${channel} + 1 >= ${channels}) result.yw = vec2(0.0);
        if (${row} + 1 >= ${rows}) result.zw = vec2(0.0);
        setOutput(result);
      }`,
  };
  const whole = { dataId: info.dataId, shape: texelShape(maps), dtype: info.dtype };
  const cropped = backend.runWebGLProgram(program, [whole], 'float32');
  backend.disposeIntermediateTensorInfo(info);
  return cropped;
}

/** GLSL of the place that a program of TensorFlow.js’s draws: its declaration, its row and its channel; `position` counts rows. */
function coordinatesOf(
  shape: readonly number[],
): readonly [declaration: string, row: string, channel: string] {
  const [, second = 1, third = 1] = shape;
  switch (shape.length) {
    case 2:
      return ['ivec2 place = getOutputCoords(); int position = place.x;', 'place.x', 'place.y'];
    case 3:
      return [
        `ivec3 place = getOutputCoords(); int position = place.x * ${second} + place.y;`,
        'place.y',
        'place.z',
      ];
    case 4:
      return [
        `ivec4 place = getOutputCoords(); int position = (place.x * ${second} + place.y) * ${third} + place.z;`,
        'place.z',
        'place.w',
      ];
    default:
      throw new RangeError(`feature maps have no shape like ${shape}`);
  }
}

function areMaps(backend: MathBackendWebGL, { dataId }: tf.TensorInfo, layout: MapsLayout): boolean {
  const { isPacked, shape, texShape = [] } = backend.getDataInfo(dataId);
  const { columns, rows } = textureSize(layout);
  const [texels, ...texel] = texelShape(layout);
  const isInTexels =
    shape.length === 3 && shape[0] === texels && shape[1] === texel[0] && shape[2] === texel[1];
  return (
    isPacked === true &&
    layout.channels % 4 === 0 &&
    isInTexels &&
    texShape[0] === 2 * rows &&
    texShape[1] === 2 * columns
  );
}

function arrangeMaps(backend: MathBackendWebGL, tensor: tf.TensorInfo, layout: MapsLayout): tf.TensorInfo {
  const { batch, height, width, channels, groups } = layout;
  const positions = batch * height * width;
  const flat = { dataId: tensor.dataId, shape: [batch, height, width, channels], dtype: tensor.dtype };
  const read = (channel: string) => `
          if (${channel} < ${channels}) {
            vec4 pair = getA(batch, line, column, ${channel});
            result.${channel === 'channel' ? 'xy' : 'zw'} = (column & 1) == 0 ? pair.xy : pair.zw;
            if (${channel} + 1 >= ${channels}) result.${channel === 'channel' ? 'y' : 'w'} = 0.0;
          }`;
  return drawTexels(
    backend,
    [flat],
    layout,
    `
      void main() {
        int texel = getOutputCoords().x;
        int position = texel / ${groups};
        int channel = 4 * (texel - position * ${groups});
        int column = position % ${width};
        int line = (position / ${width}) % ${height};
        int batch = position / ${width * height};
        vec4 result = vec4(0.0);
        if (position < ${positions}) {
          ${read('channel')}
          ${read('channel + 2')}
        }
        setOutput(result);
      }`,
  );
}

/** A program of TensorFlow.js’s that draws feature maps; its coordinates are the texel’s number. */
export function drawTexels(
  backend: MathBackendWebGL,
  inputs: tf.TensorInfo[],
  layout: MapsLayout,
  userCode: string,
): tf.TensorInfo {
  const { columns, rows } = textureSize(layout);
  const program: GPGPUProgram = {
    variableNames: ['A'],
    packedInputs: true,
    packedOutput: true,
    outputShape: texelShape(layout),
    // `PackingScheme.DENSE`: the texture has the size that is given.
    outPackingScheme: 0,
    userCode,
  };
  return backend.runWebGLProgram(program, inputs, 'float32', undefined, true, [rows, columns]);
}
