import { type ByKind, byKind, type LayerSpec, type Shape, type Spec } from '../network/specification.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';
import type { ArrayForm } from './arrayForm.ts';
import { layerForms, layouts, type PlacedLayer, placedLayers } from './layouts.ts';

/** A module of an `nn.Sequential`. */
export interface PytorchModule {
  /** The Python expression that makes it. */
  readonly text: string;
  /** The arrays in its state, in order. */
  readonly forms: readonly ArrayForm[];
  /** What else its state consists of. */
  readonly constants: readonly NamedArray[];
}

/** The modules of the layers, in order. */
export function pytorchModules(layers: readonly LayerSpec[]): readonly PytorchModule[] {
  return placedLayers(layers).flatMap(modulesOf);
}

/** `nn.Sequential(nn.Linear(3072, 120), nn.ReLU(), nn.Linear(120, 10))` */
export function sequentialText(layers: readonly LayerSpec[]): string {
  return `nn.Sequential(${pytorchModules(layers)
    .map(({ text }) => text)
    .join(', ')})`;
}

/** A Python program that loads the file of weights into the modules. */
export function loadingProgram(layers: readonly LayerSpec[]): string {
  return [
    'from safetensors.torch import load_file',
    'from torch import nn',
    '',
    'network = nn.Sequential(',
    ...pytorchModules(layers).map(({ text }) => `    ${text},`),
    ')',
    'network.load_state_dict(load_file("weights.safetensors"))',
    'network.eval()',
  ].join('\n');
}

/** The last module has the layer's state. */
function modulesOf(placed: PlacedLayer): readonly PytorchModule[] {
  const { layer } = placed;
  const texts = byKind(moduleTexts, layer);
  const constants = layer.kind === 'batchNormalization' ? [factorsOfOne(layer)] : [];
  return texts.map((text, place) =>
    place === texts.length - 1
      ? { text, forms: layerForms(placed, layouts.pytorch), constants }
      : { text, forms: [], constants: [] },
  );
}

/** Empty for layers that have no part in a trained network. */
const moduleTexts: ByKind<readonly string[]> = {
  dense: ({ input, output }) => [`nn.Linear(${input}, ${output})`],
  relu: () => ['nn.ReLU()'],
  gelu: () => ['nn.GELU()'],
  dropout: () => [],
  // Records are planes, and so are PyTorch's images.
  image: ({ output: [height, width, channels] }) => [`nn.Unflatten(1, (${channels}, ${height}, ${width}))`],
  convolution: (layer) => convolutionTexts(layer, layer.hasBiases),
  whitening: (layer) => convolutionTexts(layer, false),
  batchNormalization: ({ output: [, , channels], epsilon, momentum }) => [
    `nn.BatchNorm2d(${channels}, eps=${epsilon}, momentum=${momentum})`,
  ],
  maxPooling: ({ size }) => [`nn.MaxPool2d(${size})`],
  averagePooling: ({ size }) => [`nn.AvgPool2d(${size})`],
  globalMaxPooling: () => ['nn.AdaptiveMaxPool2d(1)', 'nn.Flatten()'],
  globalAveragePooling: () => ['nn.AdaptiveAvgPool2d(1)', 'nn.Flatten()'],
  flatten: () => ['nn.Flatten()'],
};

/** The modules of a convolution: its padding, where the module cannot do it, then itself. */
export function convolutionTexts(
  layer: Spec<'convolution'> | Spec<'whitening'>,
  hasBiases: boolean,
): readonly string[] {
  const { input, output, size, stride } = layer;
  const { separately, padding } = paddingOf(layer);
  const settings = [
    ...[input[2], output[2], size],
    ...(stride > 1 ? [`stride=${stride}`] : []),
    ...(padding === null ? [] : [`padding=${padding}`]),
    ...(hasBiases ? [] : ['bias=False']),
  ];
  return [
    ...(separately === null ? [] : [`nn.ZeroPad2d((${separately.join(', ')}))`]),
    `nn.Conv2d(${settings.join(', ')})`,
  ];
}

interface PytorchPadding {
  /** Left, right, top, bottom, where the module cannot do it. */
  readonly separately: readonly number[] | null;
  /** The module's argument; null for none. */
  readonly padding: string | null;
}

/** PyTorch's "same" is TensorFlow's, but only for a stride of 1; other padding of `nn.Conv2d` is the same on both sides. */
export function paddingOf({
  input,
  output,
  size,
  stride,
  padding,
}: Spec<'convolution'> | Spec<'whitening'>): PytorchPadding {
  if (padding === 'valid' || size === 1) return { separately: null, padding: null };
  if (stride === 1) return { separately: null, padding: "'same'" };
  const [top, bottom] = zerosAround(input, output, 0, size, stride);
  const [left, right] = zerosAround(input, output, 1, size, stride);
  const isEven = top === bottom && left === right;
  if (!isEven) return { separately: [left, right, top, bottom], padding: null };
  return { separately: null, padding: top === left ? String(top) : `(${top}, ${left})` };
}

/** How many zeros TensorFlow's "same" padding adds before and after an axis. */
function zerosAround(
  input: Shape,
  output: Shape,
  axis: number,
  size: number,
  stride: number,
): readonly [number, number] {
  const reach = ((output[axis] ?? 1) - 1) * stride + size;
  const zeros = Math.max(0, reach - (input[axis] ?? 1));
  const before = Math.floor(zeros / 2);
  return [before, zeros - before];
}

function factorsOfOne({ output: [, , channels = 1] }: Spec<'batchNormalization'>): NamedArray {
  return {
    name: layouts.pytorch.normalizationFactors,
    shape: [channels],
    values: new Float32Array(channels).fill(1),
  };
}
