import type { PresetName } from '../../configuration/presets.ts';

/**
 * What a preset is and what accuracy it reached, measured by `npm run reproduce` on two cores without a GPU (README): three seeds
 * each, one of the last.
 */
export const presetTexts: Readonly<Record<PresetName, string>> = {
  'article-part-2': 'One hidden layer, plain gradient descent. About 0.46 on the test images.',
  'article-part-1':
    'No hidden layer: each class score is a weighted sum of the pixels. 0.24 to 0.32 on the test images, in less than a tenth of the time of the article’s network.',
  'past-half':
    'More units, momentum, a decaying learning rate, standardized and mirrored images. About 0.58 on the test images, in about 3 times the time of the article’s network.',
  'how-far':
    'Four times as many units as Past 50 %, whitened, mirrored and shifted images, dropout, weight decay. About 0.65 on the test images, in about 40 times the time of the article’s network.',
  'part-3':
    'What the article announced: three convolutions and a dense layer, ReLU and pooling. About 0.75 on the test images, in about twice the time of the article’s network.',
  'conv-80':
    'A frozen whitening layer and six convolutions with batch normalization, on high learning rates. About 0.81 on the test images, in about 3 times the time of the article’s network.',
  'conv-90':
    'The network of 80 % in minutes at full resolution, wider and trained twice as long. 0.905 on the test images, in about 40 times the time of the article’s network.',
};
