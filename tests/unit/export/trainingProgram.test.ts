import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CheckpointSummary } from '../../../src/checkpoint/checkpoint.ts';
import type { Hyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { learningRateAt } from '../../../src/configuration/learningRateSchedule.ts';
import { programFiles } from '../../../src/export/pytorchProgram.ts';
import { networks } from '../../../src/network/networks.ts';
import { checkpointOf } from '../../fixtures/checkpoints.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { printed } from '../../fixtures/python.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

/** Nothing but gradient descent. */
const plain: Partial<Hyperparameters> = { regConstant: 0 };

/** Every option's every value occurs in one of them; those that exclude one another are in several. */
const options: Readonly<Record<string, Partial<Hyperparameters>>> = {
  plain,
  'of the article': {},
  'with momentum': {
    ...{ optimizer: 'momentum', schedule: 'step', flip: 'on', inputScaling: 'standardized' },
    ...{ batchSize: 300, lastBatch: 'dropped', biasRateFactor: 2, dropout: 0.2 },
  },
  'with Nesterov momentum': {
    ...{ optimizer: 'nesterov', schedule: 'triangle', warmupSteps: 10, flip: 'alternating', shift: 2 },
    ...{ weightDecay: 0.01, biasRateFactor: 8, labelSmoothing: 0.2, averageDecay: 0.99, views: 'mirrored' },
    ...{ validationImages: 5_000, batchSize: 700, lastBatch: 'short', inputScaling: 'whitened' },
    ...{ activation: 'gelu', patchSize: '2', depth: 4, filterSize: '5' },
  },
  'with Adam': { ...plain, optimizer: 'adam', schedule: 'cosine', shift: 3, inputScaling: 'whitened' },
  'with Adam and weight decay': { optimizer: 'adam', weightDecay: 0.1, warmupSteps: 20, patience: 2 },
  'with Adam, weight decay and a factor for biases': {
    ...{ optimizer: 'adam', weightDecay: 0.1, biasRateFactor: 3, flip: 'on', labelSmoothing: 0.1 },
    ...{ inputScaling: 'standardized', shift: 1 },
  },
  'with decay alone': { ...plain, weightDecay: 0.1, averageDecay: 0.5, views: 'mirrored' },
  'with a momentum of 0': { ...plain, optimizer: 'nesterov', momentum: 0, validationImages: 1_000 },
};

const cases = networks.flatMap(({ name }) =>
  Object.entries(options).map(([title, given]) => {
    const { summary } = checkpointOf(name, given, 250);
    return { title: `${name}, ${title}`, summary, files: programFiles(summary) };
  }),
);

describe('the PyTorch program of each network, with options of every kind', () => {
  it('compiles, and defines everything that it uses, and uses everything that it defines', async (test) => {
    const python = pythonFor(test);
    const parent = temporaryFolder();
    const folders = cases.map((_, index) => join(parent, String(index)));
    for (const [index, folder] of folders.entries()) {
      await mkdir(folder);
      for (const [name, text] of Object.entries(cases[index]?.files ?? {})) {
        await writeFile(join(folder, name), text);
      }
    }
    const findings = JSON.parse(printed(python, checker, ...folders));
    for (const [index, folder] of folders.entries()) {
      expect(findings[folder], cases[index]?.title).toEqual([]);
    }
  });

  it.for(cases)('is formatted as usual: $title', ({ files }) => {
    for (const [name, text] of Object.entries(files).filter(([file]) => file.endsWith('.py'))) {
      expect(text, name).toMatch(/^"""[A-Z].+[.\n]/);
      expect(text, name).toMatch(/[^\n]\n$/);
      expect(text, name).not.toMatch(/[ \t]\n|\n{4}|undefined|\[object|NaN/);
      expect(
        text.split('\n').filter((line) => line.length > 100),
        name,
      ).toEqual([]);
      // Two empty lines before a function or class, and before its decorator.
      expect(text, name).not.toMatch(/[^\n]\n{1,2}(@|class |def )(?<!(?:^|\n)@[^\n]*\n(?:class |def ))/);
    }
  });

  it.for(cases)('has no word of what the run does not use: $title', ({ summary, files }) => {
    const text = Object.entries(files)
      .filter(([name]) => name.endsWith('.py'))
      .map(([, content]) => content)
      .join('\n');
    const expected = wordsOf(summary).map(([word, isUsed]) => [String(word), isUsed]);
    const found = wordsOf(summary).map(([word]) => [String(word), word.test(text)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});

/** Words, and whether the program of the run has them. */
function wordsOf({ network, hyperparameters }: CheckpointSummary): readonly (readonly [RegExp, boolean])[] {
  const { optimizer, schedule, flip, shift, inputScaling, views, validationImages } = hyperparameters;
  const { averageDecay, weightDecay, regConstant, labelSmoothing, biasRateFactor } = hyperparameters;
  const { warmupSteps, momentum, lastBatch, batchSize, dropout = 0, activation } = hyperparameters;
  const isAdam = optimizer === 'adam';
  const hasMomentum = !isAdam && optimizer !== 'sgd' && momentum > 0;
  const isDecayed = weightDecay > 0;
  const isConvolutional = network.startsWith('convolutional');
  const isRecord = network === 'convolutional-record';
  const isWhole = (50_000 - validationImages) % batchSize === 0;
  return [
    [/SGD/, !isAdam],
    [/Adam\(/, isAdam && !isDecayed],
    [/AdamW/, isAdam && isDecayed],
    [/MOMENTUM/, hasMomentum],
    [/nesterov/, hasMomentum && optimizer === 'nesterov'],
    [/WEIGHT_DECAY/, isDecayed],
    [/decay_weights/, isDecayed && !isAdam],
    [/REG_CONSTANT|squares/, regConstant > 0],
    [/BIAS_RATE/, biasRateFactor !== 1],
    [/biases\(/, biasRateFactor !== 1 || (isAdam && isDecayed)],
    [/smoothing/i, labelSmoothing > 0],
    [/deepcopy|average|AVERAGE/, averageDecay > 0],
    [/LambdaLR|scale_rate|scheduler/, schedule !== 'constant' || warmupSteps > 0],
    [/progress/, schedule !== 'constant'],
    [/math/, schedule === 'cosine'],
    [/warm/i, warmupSteps > 0],
    [/is_mirrored/, flip !== 'off'],
    [/mirror/i, flip !== 'off' || views === 'mirrored'],
    [/EPOCH\b|epoch \+=/, flip === 'alternating'],
    [/shift|filling|mean_image/i, shift > 0],
    [/whiten/i, inputScaling === 'whitened' || isRecord],
    [/whiten_images/, inputScaling === 'whitened'],
    [/standardize/i, inputScaling === 'standardized'],
    [/pixel_scale/, inputScaling !== 'centred'],
    [/validation/i, validationImages > 0],
    [/dropout|drops/i, dropout > 0],
    [/batch_size = /, lastBatch === 'short' && !isWhole],
    [/left out/, network !== 'softmax' && lastBatch !== 'short' && !isWhole],
    [/randperm/, network !== 'softmax'],
    [/Conv2d|filters|max_pool/, isConvolutional],
    [/BatchNorm|autograd/, isRecord],
    [/gelu/, isRecord && activation === 'gelu'],
    [/relu/, network !== 'softmax' && !(isRecord && activation === 'gelu')],
  ];
}

describe('the learning rate of the PyTorch program', () => {
  const schedules = (['constant', 'step', 'cosine', 'triangle'] as const).flatMap((schedule) =>
    [0, 7].map((warmupSteps) => ({ schedule, warmupSteps })),
  );

  it('is the page’s in every step, with each schedule, with a warm-up and without', (test) => {
    const python = pythonFor(test);
    const maxSteps = 50;
    const runs = schedules
      .map((given) => checkpointOf('two-layer', { ...given, maxSteps }, 10).summary)
      // A constant rate has no schedule.
      .filter(({ hyperparameters: { schedule, warmupSteps } }) => schedule !== 'constant' || warmupSteps > 0);
    const texts = runs.map((summary) => programFiles(summary)['train.py']);
    const factors = JSON.parse(printed(python, '-c', factorsOf, JSON.stringify(texts), String(maxSteps)));
    runs.forEach(({ hyperparameters }, run) => {
      for (let step = 0; step < maxSteps; step++) {
        const rate = learningRateAt(hyperparameters, step);
        expect(factors[run][step] * hyperparameters.learningRate).toBeCloseTo(rate, 15);
      }
    });
  });
});

const checker = fileURLToPath(new URL('../../fixtures/check_program.py', import.meta.url));

/** The factor of each step, by the programs' own functions, which need neither PyTorch nor NumPy. */
const factorsOf = `
import ast, json, math, sys

def factors(text, steps):
    tree = ast.parse(text)
    constants = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    [function] = [node for node in tree.body if getattr(node, "name", "") == "scale_rate"]
    names = {"math": math}
    exec(compile(ast.Module([*constants, function], []), "train.py", "exec"), names)
    others = [steps] * (len(function.args.args) - 1)
    return [names["scale_rate"](step, *others) for step in range(steps)]

print(json.dumps([factors(text, int(sys.argv[2])) for text in json.loads(sys.argv[1])]))
`;
