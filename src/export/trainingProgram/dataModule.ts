import type { InputScalingName } from '../../configuration/hyperparameters.ts';
import mirrorImages from '../python/training/mirror_images.py?raw';
import shiftImages from '../python/training/shift_images.py?raw';
import whitenImages from '../python/training/whiten_images.py?raw';
import { constants, lines, pythonFile } from './python.ts';
import { type Batches, isAugmented, type Run, validates } from './run.ts';

/** `data.py`: the images, what is drawn for the batches of training, and the network's inputs. */
export function dataModule(run: Run): string {
  const { flip, shift, inputScaling } = run.hyperparameters;
  return pythonFile(
    'The images of CIFAR-10, and how batches of them become inputs of the network.',
    dataConstants(run),
    [
      loadData(run),
      loadImages(run),
      inputScaling === 'whitened' && whitenImages,
      imagesClass,
      isAugmented(run) && augmentedImages(run),
      flip !== 'off' && mirrorImages,
      shift > 0 && shiftImages,
      batchSampler(run),
      inputScalingClass(run),
    ],
  );
}

function dataConstants({ hyperparameters, epoch, position }: Run): string {
  const { batchSize, flip, shift, validationImages } = hyperparameters;
  return lines(
    'TRAINING_BATCHES = [f"data_batch_{number}" for number in range(1, 6)]',
    '',
    constants({
      BATCH_SIZE: batchSize,
      ...(shift > 0 ? { MAX_SHIFT: shift } : {}),
      ...(validationImages > 0 ? { VALIDATION_IMAGES: validationImages } : {}),
    }),
    flip === 'alternating'
      ? '# Where the page stopped: completed epochs, and images that the next one had used already.'
      : '# Where the page stopped: the images that its epoch had used already.',
    constants({ ...(flip === 'alternating' ? { EPOCH: epoch } : {}), POSITION: position }),
  );
}

/** What `load_data` needs: `scaling` for the gap that a shift leaves, `weights` to whiten by. */
export function loadArguments({ hyperparameters: { inputScaling, shift } }: Run): readonly string[] {
  return [
    'path',
    ...(inputScaling === 'whitened' ? ['weights'] : []),
    ...(shift > 0 ? ['scaling'] : []),
    'device',
  ];
}

function loadData(run: Run): string {
  const {
    hyperparameters: { inputScaling, shift },
  } = run;
  const whitens = inputScaling === 'whitened';
  const load = (batches: string) => `load_images(${batches}, path, ${whitens ? 'weights, ' : ''}device)`;
  const [images, labels] = ['images', 'labels'].map((name) =>
    validates(run) ? `${name}[:-VALIDATION_IMAGES]` : name,
  );
  const loaded = ['training', ...(validates(run) ? ['validation'] : []), 'test'].join(', ');
  const filling = shift > 0 ? ', filling' : '';
  return lines(
    `def load_data(${loadArguments(run).join(', ')}):`,
    `    """Returns the images for ${validates(run) ? 'training, for validation' : 'training'} and for the test."""`,
    `    images, labels = ${load('TRAINING_BATCHES')}`,
    shift > 0 && '    filling = scaling.mean_image()',
    `    training = ${isAugmented(run) ? 'AugmentedImages' : 'Images'}(${images}, ${labels}${filling})`,
    validates(run) && '    validation = Images(images[-VALIDATION_IMAGES:], labels[-VALIDATION_IMAGES:])',
    `    test = Images(*${load('["test_batch"]')})`,
    `    return ${loaded}`,
  );
}

function loadImages({ hyperparameters: { inputScaling } }: Run): string {
  const whitens = inputScaling === 'whitened';
  return lines(
    `def load_images(batches, path, ${whitens ? 'weights, ' : ''}device):`,
    `    """Returns images [n, 3, 32, 32] of batches as bytes${whitens ? ', whitened' : ''}, and their labels [n]."""`,
    '    images, labels = cifar10_data.load(batches, path)',
    '    images = torch.from_numpy(images.copy()).view(-1, 3, 32, 32).to(device)',
    whitens && '    images = whiten_images(images, weights)',
    '    return images, torch.from_numpy(labels).long().to(device)',
  );
}

const imagesClass = `class Images(Dataset):
    """Images and their labels, a batch at a time: an index is a tensor of many."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, indices):
        return self.images[indices], self.labels[indices]`;

/** Its images are those of the sampler, which draws what happens to them. */
function augmentedImages({ hyperparameters: { flip, shift } }: Run): string {
  const flips = flip !== 'off';
  const shifts = shift > 0;
  const what = [flips && 'mirrored', shifts && 'shifted'].filter(Boolean).join(' and ');
  return lines(
    'class AugmentedImages(Images):',
    `    """Images that are ${what} as the sampler has drawn."""`,
    '',
    shifts && '    def __init__(self, images, labels, filling):',
    shifts && '        super().__init__(images, labels)',
    shifts && '        self.filling = filling',
    shifts && '',
    '    def __getitem__(self, drawn):',
    `        indices, ${[flips && 'is_mirrored', shifts && 'distances'].filter(Boolean).join(', ')} = drawn`,
    '        images, labels = super().__getitem__(indices)',
    flips && '        images = mirror_images(images, is_mirrored)',
    shifts && '        images = shift_images(images, distances, self.filling)',
    '        return images, labels',
  );
}

/** Iterating over it yields the batches of an epoch, or of what is left of it. */
function batchSampler(run: Run): string {
  const { flip } = run.hyperparameters;
  const alternates = flip === 'alternating';
  return lines(
    'class BatchSampler(Sampler):',
    `    """Draws the batches of one epoch after another${isAugmented(run) ? ', and what happens to their images' : ''}.`,
    '',
    '    Every process draws the same whole batches, and keeps its own share of each.',
    '    """',
    '',
    '    def __init__(self, count, seed, rank, processes, device):',
    '        self.count = count',
    '        self.generator = torch.Generator().manual_seed(seed)',
    '        self.share = slice(rank, None, processes)',
    '        self.device = device',
    alternates && '        self.begins_mirrored = torch.rand(count, generator=self.generator) < 0.5',
    alternates && '        self.epoch = EPOCH',
    '        self.position = POSITION',
    '',
    '    def __iter__(self):',
    '        """Yields the batches of an epoch, or of what is left of it."""',
    batchLoops[run.batches](isAugmented(run) ? 'self.draw_changes' : 'self.keep_share'),
    alternates && '        self.epoch += 1',
    '',
    isAugmented(run) ? drawChanges(run) : keepShare,
  );
}

/** What yields the batches, given the method that makes each from its indices. */
const batchLoops: Readonly<Record<Batches, (method: string) => string>> = {
  drawn: (method) =>
    lines(
      '        while self.position < self.count:',
      '            indices = torch.randint(self.count, (BATCH_SIZE,), generator=self.generator)',
      `            yield ${method}(indices)`,
      '            self.position += BATCH_SIZE',
      '        self.position -= self.count',
    ),
  'all whole': (method) => divided('self.position :', method),
  'last left out': (method) =>
    lines(
      '        # Images that do not fill a batch are left out.',
      '        end = self.count // BATCH_SIZE * BATCH_SIZE',
      divided('self.position : end', method),
    ),
  'last short': (method) => divided('self.position :', method),
};

function divided(range: string, method: string): string {
  return lines(
    '        order = torch.randperm(self.count, generator=self.generator)',
    `        for indices in order[${range}].split(BATCH_SIZE):`,
    `            yield ${method}(indices)`,
    '        self.position = 0',
  );
}

const keepShare = lines(
  '    def keep_share(self, indices):',
  '        return indices[self.share].to(self.device)',
);

function drawChanges({ hyperparameters: { flip, shift } }: Run): string {
  const drawn = ['indices', ...(flip === 'off' ? [] : ['is_mirrored']), ...(shift > 0 ? ['distances'] : [])];
  return lines(
    '    def draw_changes(self, indices):',
    '        """Returns the share of these indices, and of what is drawn for their images."""',
    flip === 'on' && '        is_mirrored = torch.rand(len(indices), generator=self.generator) < 0.5',
    flip === 'alternating' && '        is_mirrored = self.begins_mirrored[indices] ^ (self.epoch % 2 == 1)',
    shift > 0 && '        size = (len(indices), 2)',
    shift > 0 &&
      '        distances = torch.randint(-MAX_SHIFT, MAX_SHIFT + 1, size, generator=self.generator)',
    `        return [drawn[self.share].to(self.device) for drawn in (${drawn.join(', ')})]`,
  );
}

function inputScalingClass({ hyperparameters: { inputScaling, shift } }: Run): string {
  const { what, buffers, inputs, meanImage } = scalings[inputScaling];
  return lines(
    'class InputScaling(nn.Module):',
    `    """${what}"""`,
    '',
    '    def __init__(self, weights):',
    '        super().__init__()',
    ...buffers.map((buffer) => `        self.register_buffer(${buffer})`),
    '',
    '    def forward(self, images):',
    `        return ${inputs}`,
    shift > 0 && '',
    shift > 0 && '    def mean_image(self):',
    shift > 0 && '        """Returns the bytes of the mean image, which fill the gap that a shift leaves."""',
    shift > 0 && `        return ${meanImage}`,
  );
}

interface Scaling {
  readonly what: string;
  /** The arguments that register each buffer. */
  readonly buffers: readonly string[];
  /** Of `images`. */
  readonly inputs: string;
  readonly meanImage: string;
}

const pixelMean = '"mean", torch.from_numpy(weights["pixel_mean"]).view(3, 32, 32)';
const pixelScale = '"scale", torch.from_numpy(weights["pixel_scale"]).view(3, 32, 32)';

const scalings: Readonly<Record<InputScalingName, Scaling>> = {
  centred: {
    what: 'Subtracts the mean image of the training images from bytes.',
    buffers: [pixelMean],
    inputs: 'images - self.mean',
    meanImage: 'self.mean.round().byte()',
  },
  standardized: {
    what: 'Standardizes bytes: over the training images, mean 0 and standard deviation 1.',
    buffers: [pixelMean, pixelScale],
    inputs: '(images - self.mean) * self.scale',
    meanImage: 'self.mean.round().byte()',
  },
  whitened: {
    what: 'Turns the bytes of whitened images into whitened values again.',
    buffers: ['"step", torch.from_numpy(weights["whitening_step"])'],
    inputs: '(images.float() - 128) * self.step',
    meanImage: 'torch.full((3, 32, 32), 128, dtype=torch.uint8, device=self.step.device)',
  },
};
