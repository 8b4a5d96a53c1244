import { Failure, failureData } from '../../failure.ts';
import { openSmallNetwork, type SmallNetwork } from '../../smallNetwork/openSmallNetwork.ts';
import weightsUrl from '../../smallNetwork/weights.safetensors?url';
import { classify, startSmallBackend } from './classify.ts';
import type { ClassifyCommand, ClassifyEvent } from './protocol.ts';

let backend: Promise<void> | null = null;
let opened: Promise<SmallNetwork> | null = null;

addEventListener('message', ({ data }: MessageEvent<ClassifyCommand>) => {
  void answerTo(data).then((event) => postMessage(event));
});

async function answerTo({ id, pixels }: ClassifyCommand): Promise<ClassifyEvent> {
  try {
    opened ??= open();
    return { kind: 'classified', id, probabilities: await classify(pixels, await opened) };
  } catch (error) {
    // The next picture tries again.
    opened = null;
    return { kind: 'classificationFailed', id, failure: failureData(error) };
  }
}

async function open(): Promise<SmallNetwork> {
  // A backend can be started once.
  backend ??= startSmallBackend();
  const [file] = await Promise.all([fetchWeights(), backend]);
  return openSmallNetwork(file);
}

/** @throws Failure `part-not-loaded` */
async function fetchWeights(): Promise<Uint8Array> {
  try {
    const response = await fetch(weightsUrl);
    if (!response.ok) throw new TypeError(`the weights were answered with ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new Failure({ code: 'part-not-loaded', details: {} }, { cause });
  }
}
