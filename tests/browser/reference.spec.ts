import { test } from './fixtures.ts';
import { expectToFollowReference } from './harness/followsReference.ts';

// WebGPU, which needs a browser of its own, is in webgpu.spec.ts. Plain JavaScript follows the whole reference under Node.
for (const { choice, steps } of [
  { choice: 'webgl', steps: undefined },
  { choice: 'wasm', steps: undefined },
  { choice: 'cpu', steps: 3 },
] as const) {
  test(`${choice} follows the float64 reference, step by step, on the stored pictures`, async ({
    readyPage: page,
  }) => {
    await expectToFollowReference(page, choice, steps);
  });
}
