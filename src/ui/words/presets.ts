import type { PresetName } from '../../configuration/presets.ts';

/**
 * What a preset is, its accuracy on the test images, and its time beside that of the article's network: measured by
 * `npm run reproduce` on two cores without a GPU (README).
 */
export const presetTexts: Readonly<Record<PresetName, string>> = {
  'article-part-2': 'One hidden layer, plain gradient descent. About 46 %.',
  'article-part-1': 'No hidden layer. 24 to 32 %, in a tenth of the time.',
  'past-half': 'More units, momentum, mirrored images. About 58 %, in 3 times the time.',
  'how-far': 'Four times as many units, dropout. About 65 %, in 40 times the time.',
  'part-3': 'Three convolutions and a dense layer. About 75 %, in twice the time.',
  'conv-80': 'Six convolutions, batch normalization. About 81 %, in 3 times the time.',
  'conv-90': 'The same, wider and longer. About 90 %, in 40 times the time.',
};
