import { type KerasLayer, kerasLayers } from '../export/kerasLayers.ts';
import type { LayerSpec } from '../network/specification.ts';
import { unsuitable } from './refusals.ts';
import type { InputOrder } from './requireInputs.ts';

/** A Keras layer with the activation behind it, whether this is a layer of its own or not. */
interface ActivatedLayer {
  readonly className: string;
  readonly activation: string;
  readonly config: KerasLayer['config'];
}

/** Layers that change nothing in evaluation. */
const passive = [
  ...['InputLayer', 'Dropout', 'SpatialDropout2D', 'GaussianDropout', 'AlphaDropout', 'GaussianNoise'],
  'ActivityRegularization',
];
const activationLayers: ReadonlyMap<string, string> = new Map([
  ['ReLU', 'relu'],
  ['Softmax', 'softmax'],
]);

const channelsLast = { data_format: 'channels_last' };
const windows = { ...channelsLast, padding: 'valid' };

/** Each setting that changes what a layer computes, with Keras's default. */
const settings = new Map<string, Readonly<Record<string, unknown>>>([
  ['Reshape', { target_shape: [] }],
  ['Permute', { dims: [] }],
  ['Conv2D', { ...windows, strides: [1, 1], dilation_rate: [1, 1] }],
  ['BatchNormalization', { axis: -1, epsilon: 0.001 }],
  ['MaxPooling2D', { ...windows, pool_size: [2, 2], strides: [2, 2] }],
  ['AveragePooling2D', { ...windows, pool_size: [2, 2], strides: [2, 2] }],
  ['GlobalMaxPooling2D', channelsLast],
  ['GlobalAveragePooling2D', channelsLast],
  ['Flatten', channelsLast],
  ['ReLU', { max_value: null, negative_slope: 0, threshold: 0 }],
]);

const imageOfPixels = [null, 32, 32, 3];
const imageOfPlanes = [null, 3, 32, 32];

/**
 * Requires that a model computes what the page's network does. A softmax at the end is allowed: it changes no prediction, and the
 * loss includes it here.
 *
 * @throws Failure `weights-unsuitable`
 */
export function requireTopology(model: readonly KerasLayer[], layers: readonly LayerSpec[]): void {
  const found = withoutSoftmax(activated(model));
  const own = activated(kerasLayers(layers));
  const wanted = takes(model, imageOfPixels) ? own.filter(({ className }) => !isArrangement(className)) : own;
  // A flattened picture is what a network of dense layers takes here; in which order, `inputOrderOf` says.
  const first = inputOrderOf(model) !== null && own[0]?.className === 'Dense' ? 1 : 0;
  for (let place = 0; place < Math.max(found.length - first, wanted.length); place++) {
    requireSame(place + first + 1, found[place + first], wanted[place]);
  }
}

/** In which order a model that begins by flattening pictures has their values; null for other models. */
export function inputOrderOf(model: readonly KerasLayer[]): InputOrder | null {
  const first = model.find(({ class_name: className }) => !passive.includes(className));
  if (first?.class_name !== 'Flatten' || first.config.data_format === 'channels_first') return null;
  if (takes(model, imageOfPixels)) return 'pixels';
  return takes(model, imageOfPlanes) ? 'planes' : null;
}

/** Whether an activation of that name is anywhere in the model. */
export function hasActivation(model: readonly KerasLayer[], name: string): boolean {
  return activated(model).some(({ activation }) => activation === name);
}

function activated(layers: readonly KerasLayer[]): readonly ActivatedLayer[] {
  const result: ActivatedLayer[] = [];
  for (const { class_name: className, config } of layers) {
    const isActivation = className === 'Activation' || activationLayers.has(className);
    const activation = activationLayers.get(className) ?? activationOf(config.activation ?? 'linear');
    const before = result.at(-1);
    if (passive.includes(className)) continue;
    requireSettings(className, config);
    if (isActivation && before?.activation === 'linear') result.splice(-1, 1, { ...before, activation });
    else result.push({ className, activation, config });
  }
  return result;
}

function withoutSoftmax(layers: readonly ActivatedLayer[]): readonly ActivatedLayer[] {
  const last = layers.at(-1);
  if (last?.activation !== 'softmax') return layers;
  return layers.with(-1, { ...last, activation: 'linear' });
}

/** The name of an activation, which newer versions of Keras may write as an object. */
function activationOf(activation: unknown): string {
  if (typeof activation !== 'object' || activation === null) return textOf(activation);
  if ('config' in activation && typeof activation.config === 'string') return activation.config;
  return 'class_name' in activation ? textOf(activation.class_name).toLowerCase() : textOf(activation);
}

/** An activation with settings other than Keras's defaults is another one. */
function requireSettings(className: string, config: KerasLayer['config']): void {
  if (!activationLayers.has(className)) return;
  for (const [name, standard] of Object.entries(settings.get(className) ?? {})) {
    const found = settingOf(config[name] ?? standard);
    if (found !== settingOf(standard)) throw unsuitable(`a ${className} layer has ${name} ${found}`);
  }
}

/** Whether the model's inputs have that shape: other models may take images rather than records. */
function takes([first]: readonly KerasLayer[], shape: readonly unknown[]): boolean {
  const { batch_input_shape: inTfjs, batch_shape: inKeras } = first?.config ?? {};
  return textOf(inTfjs ?? inKeras) === textOf(shape);
}

function isArrangement(className: string): boolean {
  return className === 'Reshape' || className === 'Permute';
}

function requireSame(
  number: number,
  found: ActivatedLayer | undefined,
  wanted: ActivatedLayer | undefined,
): void {
  if (!found) throw unsuitable(`the model lacks layer ${number}, ${nameOf(wanted)}`);
  if (!wanted)
    throw unsuitable(`layer ${number}, ${nameOf(found)}, is behind the last one of the page’s network`);
  if (nameOf(found) !== nameOf(wanted)) {
    throw unsuitable(`layer ${number} is ${nameOf(found)}, not ${nameOf(wanted)}`);
  }
  for (const [name, standard] of Object.entries(settings.get(found.className) ?? {})) {
    const [own, other] = [wanted, found].map(({ config }) => settingOf(config[name] ?? standard));
    if (own !== other)
      throw unsuitable(`layer ${number}, ${found.className}, has ${name} ${other}, not ${own}`);
  }
}

/** `Dense with relu` */
function nameOf(layer: ActivatedLayer | undefined): string {
  if (!layer) return '';
  return layer.activation === 'linear' ? layer.className : `${layer.className} with ${layer.activation}`;
}

/** Keras takes one number for both axes of an image, and counts axes from either end. */
function settingOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 2 && value[0] === value[1]) return textOf(value[0]);
  if (Array.isArray(value) && value.length === 1) return settingOf(value[0]);
  return textOf(value);
}

function textOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 60);
}
