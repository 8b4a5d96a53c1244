import type { PresetName } from '../../configuration/presets.ts';

/**
 * What a preset is, its accuracy on the test images, and its time beside that of the article's network: measured by
 * `npm run reproduce` on two cores without a GPU (README).
 */
export const presetTexts: Readonly<Record<PresetName, string>> = {
  'article-part-2': 'One hidden layer, plain gradient descent. About 46 %.',
  'article-part-1': 'No hidden layer. 24 to 32 %, in a tenth of the article’s time.',
  'past-half': 'More units, momentum, flips. About 58 %, in 3 times the article’s time.',
  'how-far': '2,048 units, dropout. About 65 %, in 40 times the article’s time.',
  'part-3': 'Three convolutions. About 75 %, in twice the article’s time.',
  'conv-80': 'Six convolutions, normalized. About 81 %, in 3 times the article’s time.',
  'conv-90': 'Six wide convolutions. About 90 %, in 40 times the article’s time.',
};
