import { expect, test } from './fixtures.ts';
import type { Beginning } from './harness/beginnings.worker.ts';
import { resultOfWorker } from './harness/bundledWorker.ts';

test('a seed fixes the initial weights and the first epoch, whatever the backend; seed 0 is a seed', async ({
  readyPage: page,
}) => {
  const beginningOf = (backend: string, seed: number) =>
    resultOfWorker<Beginning>(page, 'beginnings.worker.ts', { backend, seed });
  const [wasm, webgl, cpu] = [
    await beginningOf('wasm', 0),
    await beginningOf('webgl', 0),
    await beginningOf('cpu', 0),
  ];
  expect(webgl).toEqual(wasm);
  expect(cpu).toEqual(wasm);
  const other = await beginningOf('wasm', 1);
  expect(other.weights).not.toBe(wasm.weights);
  expect(other.firstEpoch).not.toBe(wasm.firstEpoch);
});
