import { expect, it } from 'vitest';
import { openWeights } from '../../../src/import/openWeights.ts';
import { openedText } from '../../../src/ui/export/OpenWeights.tsx';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { environment } from '../../fixtures/openingWeights.ts';
import { filesOf, standardizedRecipe } from '../../fixtures/weightsFiles.ts';

/** Opens weights that were saved with this test accuracy, and says so. */
function opened(testAccuracy: number | null) {
  const { summary, ...rest } = checkpointWith(120, 1_250);
  const saved = { ...rest, summary: { ...summary, testAccuracy, trainAccuracy: null } };
  const files = filesOf('npz', saved, standardizedRecipe).map((file) => ({ ...file, name: 'mine.npz' }));
  const { checkpoint, ...others } = openWeights(files, environment);
  const { step, network, hyperparameters, openedFrom } = checkpoint.summary;
  const note = { files: ['mine.npz'], step, network, hyperparameters, forgets: false, ...others };
  return { text: openedText(note), openedFrom };
}

it('weights that were opened are told by their network and accuracy, before anything else', () => {
  expect(opened(0.4633).text).toBe(
    'Opened weights of step 1,250 from mine.npz: they are the newest checkpoint. Network: Two-layer network, 120 units, learning rate 0.001. Accuracy, as the files state it: 0.4633 on the test images.',
  );
  expect(opened(null).text).toContain('The files state no accuracy');
});

it('the checkpoint names the files that it was opened from', () => {
  expect(opened(null).openedFrom).toBe('mine.npz');
});
