/**
 * CIFAR-10: 60,000 colour pictures of 32 × 32 pixels in ten classes, in six batches of 10,000. Source:
 * https://www.cs.toronto.edu/~kriz/cifar.html (binary version).
 */

export const imageSize = 32;
/** Colour values of one picture: 1,024 red, 1,024 green, 1,024 blue, each plane row-major. */
export const imagePixels = 3 * imageSize * imageSize;
/** A record of the official binary files: one label byte, then the picture. */
export const recordBytes = 1 + imagePixels;
export const recordsPerBatch = 10_000;
export const batchBytes = recordsPerBatch * recordBytes;

/** Index = label. */
export const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

export const trainingBatchNames = [
  'data_batch_1',
  'data_batch_2',
  'data_batch_3',
  'data_batch_4',
  'data_batch_5',
] as const;
export const testBatchName = 'test_batch';
export const batchNames = [...trainingBatchNames, testBatchName] as const;
export type BatchName = (typeof batchNames)[number];

export const trainingImageCount = trainingBatchNames.length * recordsPerBatch;
export const testImageCount = recordsPerBatch;

/** SHA-256 of each official `.bin` file, whose layout is also that of the stored batches. */
export const batchSha256: Readonly<Record<BatchName, string>> = {
  data_batch_1: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  data_batch_2: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  data_batch_3: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  data_batch_4: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  data_batch_5: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  test_batch: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
};
