import { openPictures } from './pictures.ts';
import type { BeginRival, Request, Rival, Slice } from './rival.ts';

/** Answers the requests to this worker, one after the other, with `{ answer }` or `{ error }`. */
export function serveRival(begin: BeginRival): void {
  let rival: Rival | undefined;

  async function answer(request: Request): Promise<unknown> {
    if (request.kind === 'begin') {
      rival = await begin(request.setup, await openPictures());
      return null;
    }
    if (!rival) throw new Error('the contender has not begun');
    switch (request.kind) {
      case 'slice':
        return slice(rival, request.minMs, request.minSteps);
      case 'phases':
        if (!rival.timedStep) throw new Error('this contender does not time its phases');
        return rival.timedStep();
      case 'evaluate':
        if (!rival.evaluate) throw new Error('this contender does not evaluate');
        return timed(rival.evaluate());
    }
  }

  addEventListener('message', ({ data }: MessageEvent<Request>) => {
    answer(data).then(
      (value) => postMessage({ answer: value }),
      (error: unknown) => postMessage({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
}

async function slice(rival: Rival, minMs: number, minSteps: number): Promise<Slice> {
  const start = performance.now();
  let steps = 0;
  while (steps < minSteps || performance.now() - start < minMs) steps += await rival.step();
  await rival.settle();
  return { steps, ms: performance.now() - start };
}

async function timed(accuracy: Promise<number>): Promise<{ accuracy: number; ms: number }> {
  const start = performance.now();
  return { accuracy: await accuracy, ms: performance.now() - start };
}
