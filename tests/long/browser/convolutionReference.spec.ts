import { test } from '../../browser/fixtures.ts';
import { expectToFollowConvolutionReference } from '../../browser/harness/followsConvolutionReference.ts';

test('convolutional networks on WebGL follow three steps of the float64 reference, on the stored pictures', async ({
  readyPage: page,
}) => {
  await expectToFollowConvolutionReference(page, 'webgl', 3);
});
