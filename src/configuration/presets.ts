import { articleHyperparameters, type Hyperparameters } from './hyperparameters.ts';

/** A configuration with a name. Choosing one leaves the seed as it is. */
export interface Preset {
  readonly title: string;
  readonly network: string;
  readonly hyperparameters: Omit<Hyperparameters, 'seed'>;
}

/** What the page starts with. */
export const articlePart2: Preset = {
  title: 'Article, Part 2 (two-layer network)',
  network: 'two-layer',
  hyperparameters: articleHyperparameters,
};

/** The baseline that the article compares with: no regularization, 1,000 steps of 100 images. */
export const articlePart1: Preset = {
  title: 'Article, Part 1 (softmax)',
  network: 'softmax',
  hyperparameters: {
    ...articleHyperparameters,
    batchSize: 100,
    learningRate: 0.005,
    maxSteps: 1_000,
    regConstant: 0,
  },
};

export const presets: readonly Preset[] = [articlePart2, articlePart1];
