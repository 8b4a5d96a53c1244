import { networkArrays } from '../../network/arrays.ts';
import { type ByKind, byKind, type LayerSpec, type Spec } from '../../network/specification.ts';
import { stagesOf } from '../../network/stages.ts';
import { layouts, placedLayers } from '../layouts.ts';
import batchNorm from '../python/training/batch_norm.py?raw';
import { convolutionTexts, paddingOf } from '../pytorchModules.ts';
import { weightMethods } from './optimizer.ts';
import { lines, literal, pythonFile } from './python.ts';
import { type Run, validates } from './run.ts';

/** `network.py`: the network, and how the page's arrays get into it and out of it. */
export function networkModule(run: Run): string {
  const axes = axesOf(run);
  const normalizes = run.layers.some(({ kind }) => kind === 'batchNormalization');
  return pythonFile(
    `${run.title}: its layers, and its weights in the page's files.`,
    lines(arrayNames(run), '', outdated(run)),
    [
      normalizes && batchNorm,
      networkClass(run),
      loadNetwork(axes),
      saveNetwork(axes),
      pairArrays(run),
      ...axes.functions,
    ],
  );
}

/** A layer in the network's class. */
interface LayerCode {
  /** What makes its module; null for a function that needs none. */
  readonly module: string | null;
  /** What gives its outputs, given an expression for its inputs. */
  readonly outputs: (inputs: string) => string;
}

function codeOf(layer: LayerSpec): LayerCode {
  return byKind(codes, layer);
}

const codes: ByKind<LayerCode> = {
  dense: ({ name, input, output, outputScale }) => ({
    module: `nn.Linear(${input}, ${output})`,
    outputs: (x) => `self.${attribute(name)}(${x})${outputScale === 1 ? '' : ` * ${outputScale}`}`,
  }),
  relu: () => withoutModule((x) => `F.relu(${x})`),
  gelu: () => withoutModule((x) => `F.gelu(${x})`),
  dropout: ({ rate }) => withoutModule((x) => `F.dropout(${x}, ${rate}, self.training)`),
  // The data are images already.
  image: () => withoutModule((x) => x),
  convolution: (layer) => convolution(layer, layer.hasBiases),
  whitening: (layer) => convolution(layer, false),
  batchNormalization: ({ name, output: [, , channels], epsilon, momentum }) => ({
    module: `BatchNorm(${channels}, eps=${literal(epsilon)}, momentum=${momentum})`,
    outputs: (x) => `self.${attribute(name)}(${x})`,
  }),
  maxPooling: ({ size }) => withoutModule((x) => `F.max_pool2d(${x}, ${size})`),
  averagePooling: ({ size }) => withoutModule((x) => `F.avg_pool2d(${x}, ${size})`),
  globalMaxPooling: () => withoutModule((x) => `${x}.amax((2, 3))`),
  globalAveragePooling: () => withoutModule((x) => `${x}.mean((2, 3))`),
  flatten: () => withoutModule((x) => `${x}.flatten(1)`),
};

function withoutModule(outputs: LayerCode['outputs']): LayerCode {
  return { module: null, outputs };
}

function convolution(layer: Spec<'convolution'> | Spec<'whitening'>, hasBiases: boolean): LayerCode {
  const module = convolutionTexts(layer, hasBiases).at(-1)?.replaceAll("'", '"') ?? '';
  const { separately } = paddingOf(layer);
  const padded = (x: string) => (separately ? `F.pad(${x}, (${separately.join(', ')}))` : x);
  return { module, outputs: (x) => `self.${attribute(layer.name)}(${padded(x)})` };
}

/** `conv1/norm` → `conv1_norm` */
function attribute(layer: string): string {
  return layer.replaceAll('/', '_');
}

function networkClass(run: Run): string {
  const { layers, title } = run;
  const [first] = layers;
  const stages = stagesOf(layers).map(({ first, others }) =>
    [first, ...others].reduce((x, layer) => codeOf(layer).outputs(x), 'x'),
  );
  return lines(
    'class Network(nn.Module):',
    `    """${title}: from inputs [n, 3, 32, 32] to logits [n, 10]."""`,
    '',
    '    def __init__(self):',
    '        super().__init__()',
    ...layers.flatMap((layer) => moduleLines(layer)),
    '',
    '    def forward(self, x):',
    first?.kind === 'dense' && '        x = x.flatten(1)',
    ...stages.slice(0, -1).map((outputs) => `        x = ${outputs}`),
    `        return ${stages.at(-1)}`,
    weightMethods(run),
  );
}

function moduleLines(layer: LayerSpec): string[] {
  const { module } = codeOf(layer);
  if (module === null) return [];
  const name = `self.${attribute(layer.name)}`;
  const line = `        ${name} = ${module}`;
  if (layer.kind !== 'whitening') return [line];
  return [
    '        # Its filters were computed from the training images, and are not trained.',
    line,
    `        ${name}.requires_grad_(False)`,
  ];
}

/** PyTorch's names of the page's arrays, as far as the network has them. */
function arrayNames({ layers }: Run): string {
  const names = networkArrays(layers).map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
  const pytorch: Readonly<Record<string, string>> = layouts.pytorch.names;
  return lines(
    "# PyTorch's names of the page's arrays.",
    'NAMES = {',
    ...[...new Set(names)].map((name) => `    "${name}": "${pytorch[name]}",`),
    '}',
  );
}

function outdated(run: Run): string {
  const accuracies = ['train_accuracy', ...(validates(run) ? ['validation_accuracy'] : []), 'test_accuracy'];
  return lines(
    '# What weights.npz says that is no longer true after further steps.',
    'OUTDATED = [',
    ...['weights_crc32', 'epoch', 'position', 'next_loss', ...accuracies].map((name) => `    "${name}",`),
    ']',
  );
}

function pairArrays({ layers }: Run): string {
  const isNested = networkArrays(layers).some(({ name }) => name.split('/').length > 2);
  return lines(
    'def pair_arrays(network, weights):',
    '    """Yields the name of each of the page\'s arrays with the network\'s tensor for it."""',
    '    state = network.state_dict()',
    '    for name in weights.files:',
    '        layer, _, array = name.rpartition("/")',
    '        if array in NAMES:',
    isNested
      ? "            yield name, state[f\"{layer.replace('/', '_')}.{NAMES[array]}\"]"
      : '            yield name, state[f"{layer}.{NAMES[array]}"]',
  );
}

/** How arrays change between the page's order of axes and PyTorch's. */
interface Axes {
  /** Given the array `weights[name]`. */
  readonly toPytorch: string;
  /** Given the array `array`, of the tensor `name`. */
  readonly toPage: string;
  /** The functions that they call, if any. */
  readonly functions: readonly string[];
}

const matrixAxes: Axes = { toPytorch: 'weights[name].T', toPage: 'array.T', functions: [] };

function axesOf({ layers }: Run): Axes {
  if (!layers.some(({ kind }) => kind === 'convolution' || kind === 'whitening')) return matrixAxes;
  const flattened = placedLayers(layers).find((placed) => placed.layer.kind === 'dense' && placed.flattened);
  const name = flattened?.layer.name;
  const outputs = flattened?.layer.output.join();
  const [rows, columns, channels] = flattened?.flattened ?? [];
  return {
    toPytorch: 'to_pytorch(name, weights[name])',
    toPage: 'to_page(name, array)',
    functions: [
      lines(
        'def to_pytorch(name, array):',
        '    """Moves the last axis of one of the page\'s arrays, that of the outputs, to the front."""',
        `    if name == "${name}/weights":`,
        '        # Its inputs are flattened feature maps, [rows, columns, channels].',
        `        maps = array.reshape(${rows}, ${columns}, ${channels}, ${outputs})`,
        `        return maps.transpose(3, 2, 0, 1).reshape(${outputs}, -1)`,
        '    return array.transpose(3, 2, 0, 1) if array.ndim == 4 else array.T',
      ),
      lines(
        'def to_page(name, array):',
        '    """Moves the first axis of one of PyTorch\'s arrays back to the end."""',
        `    if name == "${name}/weights":`,
        `        maps = array.reshape(${outputs}, ${channels}, ${rows}, ${columns})`,
        `        return maps.transpose(2, 3, 1, 0).reshape(-1, ${outputs})`,
        '    return array.transpose(2, 3, 1, 0) if array.ndim == 4 else array.T',
      ),
    ],
  };
}

function loadNetwork({ toPytorch }: Axes): string {
  return lines(
    'def load_network(weights):',
    '    """Returns the network with the arrays of an open weights.npz."""',
    '    network = Network()',
    '    for name, tensor in pair_arrays(network, weights):',
    toPytorch === matrixAxes.toPytorch && '        # The page has matrices as [inputs, outputs].',
    `        tensor.copy_(torch.from_numpy(${toPytorch}))`,
    '    return network',
  );
}

function saveNetwork({ toPage }: Axes): string {
  return lines(
    'def save_network(network, weights, path, changes):',
    '    """Writes a file that the page can open: weights.npz with the arrays of this network.',
    '',
    '    The changes are of what the file says about the run, such as its step.',
    '    """',
    '    arrays = {name: weights[name] for name in weights.files}',
    '    for name, tensor in pair_arrays(network, weights):',
    '        array = tensor.cpu().numpy()',
    `        arrays[name] = np.ascontiguousarray(${toPage})`,
    '    np.savez(path, **arrays)',
    '    description = json.loads(weights.zip.comment)',
    '    kept = {name: text for name, text in description.items() if name not in OUTDATED}',
    '    with zipfile.ZipFile(path, "a") as file:',
    '        file.comment = json.dumps(kept | changes).encode()',
  );
}
