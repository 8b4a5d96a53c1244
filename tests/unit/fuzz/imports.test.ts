import { describe, it } from 'vitest';
import { openWeights } from '../../../src/import/openWeights.ts';
import { checkpointOf, checkpointWith } from '../../fixtures/checkpoints.ts';
import { anyBytesLike, anyStructureLike, fuzz } from '../../fixtures/fuzzing.ts';
import { centredRecipe, filesOf, pixelMean } from '../../fixtures/weightsFiles.ts';

const formats = ['npz', 'safetensors', 'tfjs'] as const;
const checkpoints = [
  checkpointWith(1, 250),
  checkpointOf('convolutional-record', { width: 4, depth: 1 }, 250),
] as const;
const environment = { pixelMean, runId: 'run', now: new Date('2026-01-02T03:04:05Z') };
const failures = [
  'weights-file-unknown',
  'weights-file-damaged',
  'weights-part-missing',
  'weights-wrong-shape',
  'weights-unsuitable',
  'checkpoint-damaged',
  'checkpoint-too-new',
] as const;

describe('weights from anywhere', () => {
  it.each(
    checkpoints.flatMap((checkpoint) =>
      formats.map((format) => [format, checkpoint.summary.network, checkpoint] as const),
    ),
  )('as %s are opened, or refused: %s', (format, network, checkpoint) => {
    const [first, ...others] = filesOf(format, checkpoint, centredRecipe);
    if (!first) throw new Error(`there is no format ${format}`);
    return fuzz({
      parser: `weights, ${network}, ${format}`,
      inputs: anyBytesLike(first.bytes),
      parse: (bytes) => openWeights([{ name: first.name, bytes }, ...others], environment),
      failures,
    });
  });

  it.each(checkpoints)(
    'as a model of any structure are opened, or refused: $summary.network',
    (checkpoint) => {
      const [json, ...others] = filesOf('tfjs', checkpoint, centredRecipe);
      const model: unknown = JSON.parse(Buffer.from(json?.bytes ?? []).toString());
      return fuzz({
        parser: `weights, ${checkpoint.summary.network}, model.json changed`,
        inputs: anyStructureLike(model).map((changed) => Buffer.from(JSON.stringify(changed) ?? 'null')),
        parse: (text) =>
          openWeights([{ name: 'a.json', bytes: new Uint8Array(text) }, ...others], environment),
        failures,
      });
    },
  );
});
