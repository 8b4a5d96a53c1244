import { describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../../src/checkpoint/codec.ts';
import { answerTo } from '../../../src/worker/reading/readingHost.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { npzBomb } from '../../fixtures/lyingZip.ts';
import { environment } from '../../fixtures/openingWeights.ts';
import { centredRecipe, filesOf } from '../../fixtures/weightsFiles.ts';

const checkpoint = checkpointWith(7, 250);

function openWeights(files: readonly File[]) {
  return answerTo({ kind: 'weights', asked: { files, environment, answers: undefined } });
}

describe('the reading worker', () => {
  it.each(['npz', 'safetensors', 'tfjs'] as const)(
    'makes weights a checkpoint for the stores: %s',
    async (format) => {
      const files = filesOf(format, checkpoint, centredRecipe).map(
        ({ name, bytes }) => new File([bytes], name),
      );
      const answer = await openWeights(files);
      expect(answer).toMatchObject({
        kind: 'read',
        value: { isMeanOwn: false, checkpoint: { summary: { step: 250, reason: 'imported' } } },
      });
    },
  );

  it('reads a checkpoint’s file', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    const files = [new File([bytes], 'a.safetensors')];
    expect(await answerTo({ kind: 'checkpoint', asked: { files } })).toMatchObject({
      kind: 'read',
      value: { summary: checkpoint.summary, bytes },
    });
  });

  it('says why files are not opened', async () => {
    const bomb = new File([npzBomb(250, 1_000)], 'bomb.npz');
    expect(await openWeights([bomb])).toEqual({
      kind: 'readingFailed',
      failure: {
        code: 'weights-file-damaged',
        details: { file: 'bomb.npz', reason: '“w0.npy” cannot have the size that it states' },
      },
    });
    const text = new File(['hello'], 'notes.txt');
    expect(await answerTo({ kind: 'checkpoint', asked: { files: [text] } })).toMatchObject({
      failure: { code: 'not-a-checkpoint' },
    });
    expect(await answerTo({ kind: 'picture', asked: { files: [text] } })).toMatchObject({
      failure: { code: 'not-a-picture' },
    });
  });
});
