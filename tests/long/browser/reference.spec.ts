import { test } from '../../browser/fixtures.ts';
import { expectToFollowReference } from '../../browser/harness/followsReference.ts';

// WASM does so at each npm test, plain JavaScript in the long tests under Node, WebGPU for three steps in webgpu.spec.ts.
test('WebGL follows the float64 reference to its end, step by step, on the stored pictures', async ({
  readyPage,
}) => {
  await expectToFollowReference(readyPage, 'webgl');
});

test('plain JavaScript takes the first step of the float64 reference in the browser too', async ({
  readyPage,
}) => {
  await expectToFollowReference(readyPage, 'cpu', 1);
});
