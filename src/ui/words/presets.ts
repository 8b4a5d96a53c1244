import type { PresetName } from '../../configuration/presets.ts';

/** What a preset is, and what came of it: three seeds each, measured by `npm run reproduce` on two cores without a GPU (README). */
export const presetTexts: Readonly<Record<PresetName, string>> = {
  'article-part-2':
    'One hidden layer, plain gradient descent. About 0.46 on the test images; the other presets’ times are compared with its own.',
  'article-part-1':
    'No hidden layer: each class score is a weighted sum of the pixels. 0.24 to 0.32 on the test images, in less than a tenth of the time.',
  'past-half':
    'More units, momentum, a learning rate that falls, standardized and mirrored images. About 0.58 on the test images, in about 3 times the time.',
  'how-far':
    'Four times as many units again, whitened, mirrored and shifted images, dropout, weight decay. About 0.65 on the test images, in about 40 times the time.',
};
