import type { BackendName } from '../../../src/backend/backendInfo.ts';
import { startBackend } from '../../../src/backend/startBackend.ts';
import { standardizedPictures } from '../../../src/input/inputScaling.ts';
import { openOfficialPictures } from '../../../src/worker/training/openPictures.ts';
import {
  convolutionCases,
  layerNames,
  referenceLayerError,
  referenceTrainingErrors,
  type TrainingErrors,
} from '../../fixtures/convolutionReference.ts';

export interface ConvolutionReferenceInput {
  readonly backend: BackendName;
  /** How far to follow each case. */
  readonly steps: number;
}

/** The largest differences, by the names in the reference. */
export interface ConvolutionReferenceResult {
  readonly backend: string;
  readonly layers: Readonly<Record<string, number>>;
  readonly cases: Readonly<Record<string, TrainingErrors>>;
}

/** Layers, and networks on the pictures that the page has stored. */
async function errorsOn({ backend, steps }: ConvolutionReferenceInput): Promise<ConvolutionReferenceResult> {
  const { info } = await startBackend(backend);
  const layers: Record<string, number> = {};
  for (const name of layerNames) layers[name] = await referenceLayerError(name);
  const cases: Record<string, TrainingErrors> = {};
  const pictures = standardizedPictures(await openOfficialPictures());
  for (const one of convolutionCases) cases[one.name] = await referenceTrainingErrors(pictures, one, steps);
  return { backend: info.name, layers, cases };
}

addEventListener('message', ({ data }: MessageEvent<ConvolutionReferenceInput>) => {
  errorsOn(data).then(postMessage, (error: unknown) => postMessage({ error: String(error) }));
});
