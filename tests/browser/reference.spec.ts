import { test } from './fixtures.ts';
import { expectToFollowReference } from './harness/followsReference.ts';

// Some steps of the reference; all of it takes WebGL half a minute in software, and is in the long tests, as is plain JavaScript.
// WebGPU, which needs a browser of its own, is in webgpu.spec.ts.
for (const { choice, steps } of [
  { choice: 'webgl', steps: 2 },
  { choice: 'wasm', steps: undefined },
] as const) {
  test(`${choice} follows the float64 reference, step by step, on the stored pictures`, async ({
    readyPage: page,
  }) => {
    await expectToFollowReference(page, choice, steps);
  });
}
