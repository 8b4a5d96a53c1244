import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openWeights } from '../../../src/import/openWeights.ts';
import { AllocationBudget } from '../../../src/limits/allocationBudget.ts';
import { decodeNpz } from '../../../src/tensorFiles/npz.ts';
import { withZipComment } from '../../../src/tensorFiles/zipComment.ts';
import { checkpointWith } from '../../fixtures/checkpoints.ts';
import { centredRecipe, filesOf, pixelMean, trained } from '../../fixtures/weightsFiles.ts';

describe('an .npz file', () => {
  const checkpoint = trained(checkpointWith(7, 250));
  const [own] = filesOf('npz', checkpoint, centredRecipe);
  const bytes = own?.bytes ?? new Uint8Array();
  const metadata = new TextDecoder().decode(decodeNpz(bytes, new AllocationBudget()).metadata ?? undefined);

  function opened(file: Uint8Array<ArrayBuffer>) {
    return openWeights([{ name: 'a.npz', bytes: file }], { pixelMean, runId: 'opened', now: new Date() })
      .checkpoint;
  }

  /** As earlier versions wrote it: with the metadata as a file in it. */
  function earlier(arrays: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
    const entries = { ...arrays, 'metadata.json': strToU8(metadata) };
    return new Uint8Array(zipSync(entries, { level: 0 }));
  }

  it('of an earlier version opens with all that it says', () => {
    const { weights, summary } = opened(earlier(unzipSync(bytes)));
    expect(weights).toEqual(checkpoint.weights);
    expect(summary).toMatchObject({ step: 250, nextLoss: checkpoint.summary.nextLoss });
  });

  it('whose weights have changed is refused, whichever version wrote it', () => {
    const files = unzipSync(bytes);
    const weights = files['hidden/weights.npy'] ?? new Uint8Array();
    weights[weights.length - 2] = (weights[weights.length - 2] ?? 0) ^ 1;
    const today = withZipComment(zipSync(files, { level: 0 }), strToU8(metadata));
    for (const file of [earlier(files), today]) expect(() => opened(file)).toThrow(/weights-file-damaged/);
  });

  it.each([1, 100, metadata.length])('whose last %i bytes are cut off is refused', (lost) => {
    expect(() => opened(bytes.slice(0, -lost))).toThrow(/weights-file-damaged/);
  });

  it('whose description is damaged is refused', () => {
    const damaged = bytes.slice();
    damaged[damaged.length - metadata.length + 1] = 0;
    expect(() => opened(damaged)).toThrow(/weights-file-damaged/);
  });

  it('with another program’s comment opens as one without a description', () => {
    const foreign = withZipComment(zipSync(unzipSync(bytes), { level: 0 }), strToU8('made by me'));
    const { weights, summary } = opened(foreign);
    expect(weights).toEqual(checkpoint.weights);
    expect(summary).toMatchObject({ step: 0, nextLoss: null });
  });
});
