import { openPictures } from './pictures.ts';
import type { BeginRival, Request, Rival, Slice, Work } from './rival.ts';
import { serveRequests } from './serveRequests.ts';

/** Lets the benchmark train a rival in this worker. */
export function serveRival<Task = Work>(begin: BeginRival<Task>): void {
  let rival: Rival | undefined;

  async function answer(request: Request<Task>): Promise<unknown> {
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
        return timed(rival.evaluate);
      case 'classify':
        if (!rival.classify) throw new Error('this contender does not classify');
        return classification(rival.classify);
    }
  }

  serveRequests(answer);
}

async function slice(rival: Rival, minMs: number, minSteps: number): Promise<Slice> {
  const start = performance.now();
  let steps = 0;
  while (steps < minSteps || performance.now() - start < minMs) steps += await rival.step();
  await rival.settle();
  return { steps, ms: performance.now() - start };
}

async function timed(evaluate: () => Promise<number>): Promise<{ accuracy: number; ms: number }> {
  const start = performance.now();
  return { accuracy: await evaluate(), ms: performance.now() - start };
}

async function classification(classify: () => Promise<number>): Promise<{ images: number; ms: number }> {
  const start = performance.now();
  return { images: await classify(), ms: performance.now() - start };
}
