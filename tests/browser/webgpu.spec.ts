import { test } from './fixtures.ts';
import { expectToFollowReference } from './harness/followsReference.ts';
import { withWebGpuPage } from './harness/webgpuPage.ts';

test('WebGPU follows the first step of the float64 reference, on the stored pictures', async ({
  launchOptions,
  baseURL,
}) => {
  // In software a step takes seconds.
  await withWebGpuPage({ launchOptions, baseURL }, (page) => expectToFollowReference(page, 'webgpu', 1));
});
