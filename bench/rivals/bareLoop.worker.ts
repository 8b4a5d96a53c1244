// The shortest good loop by hand: forward, written-out backward pass, update, and a read of the loss every 10 steps.
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { imagePixels } from '../../src/data/cifar10.ts';
import { type FloatBatch, initialWeights, nextBatch, oneHot, testBatch } from './pictures.ts';
import type { BeginRival, Phases, Work } from './rival.ts';
import { serveRival } from './serveRival.ts';
import { startTfjs } from './startTfjs.ts';

const lossReadEvery = 10;

type Parameters = { w1: tf.Tensor2D; b1: tf.Tensor1D; w2: tf.Tensor2D; b2: tf.Tensor1D };
type Outputs = { hidden: tf.Tensor2D; logits: tf.Tensor2D };
type Batch = { images: tf.Tensor2D; labels: tf.Tensor2D };

const begin: BeginRival = async ({ work, backend }, pictures) => {
  await startTfjs(backend);
  let parameters = initialParameters(work);
  let step = 0;

  return {
    async step() {
      const batch = upload(nextBatch(pictures, work.batchSize));
      const isRead = step % lossReadEvery === 0;
      const result = tf.tidy(() => {
        const outputs = forward(batch.images, parameters);
        return {
          loss: isRead ? loss(outputs.logits, batch.labels, parameters, work) : undefined,
          parameters: update(parameters, backward(batch, outputs, parameters, work), work),
        };
      });
      tf.dispose([parameters, batch]);
      parameters = result.parameters;
      step += 1;
      if (result.loss) {
        await result.loss.data();
        result.loss.dispose();
      }
      return 1;
    },
    async settle() {
      await parameters.b2.data();
    },
    async timedStep() {
      const clock = phaseClock();
      const pixels = nextBatch(pictures, work.batchSize);
      await clock.end('batch');
      const batch = upload(pixels);
      await clock.end('upload');
      const outputs = tf.tidy(() => forward(batch.images, parameters));
      await clock.end('forward');
      const slopes = tf.tidy(() => backward(batch, outputs, parameters, work));
      await clock.end('backward');
      const updated = tf.tidy(() => update(parameters, slopes, work));
      await clock.end('update');
      const measured = tf.tidy(() => loss(outputs.logits, batch.labels, parameters, work));
      await measured.data();
      await clock.end('read');
      tf.dispose([parameters, batch, outputs, slopes, measured]);
      parameters = updated;
      return clock.phases;
    },
    async evaluate() {
      let correct = 0;
      for (let first = 0; first < 10_000; first += 1_000) {
        const { images, labels } = testBatch(pictures, first, 1_000);
        const predicted = tf.tidy(() =>
          tf.argMax(forward(tf.tensor2d(images, [1_000, imagePixels]), parameters).logits, 1),
        );
        const classes = await predicted.data();
        predicted.dispose();
        correct += labels.filter((label, row) => label === classes[row]).length;
      }
      return correct / 10_000;
    },
  };
};

function initialParameters({ hiddenUnits }: Work): Parameters {
  return {
    w1: tf.tensor2d(initialWeights(imagePixels * hiddenUnits), [imagePixels, hiddenUnits]),
    b1: tf.zeros([hiddenUnits]),
    w2: tf.tensor2d(initialWeights(hiddenUnits * 10), [hiddenUnits, 10]),
    b2: tf.zeros([10]),
  };
}

function upload({ images, labels }: FloatBatch): Batch {
  return {
    images: tf.tensor2d(images, [labels.length, imagePixels]),
    labels: tf.tensor2d(oneHot(labels), [labels.length, 10]),
  };
}

function forward(images: tf.Tensor2D, { w1, b1, w2, b2 }: Parameters): Outputs {
  const hidden = tf.fused.matMul({ a: images, b: w1, bias: b1, activation: 'relu' }) as tf.Tensor2D;
  return { hidden, logits: tf.fused.matMul({ a: hidden, b: w2, bias: b2 }) as tf.Tensor2D };
}

function loss(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
  { w1, w2 }: Parameters,
  { regConstant }: Work,
): tf.Tensor {
  const crossEntropy = tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), labels), 1)));
  const squares = tf.add(tf.sum(tf.sum(tf.square(w1), 1)), tf.sum(tf.square(w2)));
  return tf.add(crossEntropy, tf.mul(squares, regConstant / 2));
}

function backward(
  { images, labels }: Batch,
  { hidden, logits }: Outputs,
  { w1, w2 }: Parameters,
  { regConstant }: Work,
): Parameters {
  const byLogits = tf.div<tf.Tensor2D>(tf.sub(tf.softmax(logits), labels), labels.shape[0]);
  const byHidden = tf.mul<tf.Tensor2D>(timesTransposed(byLogits, w2), tf.step(hidden));
  return {
    w1: tf.add(transposedTimes(images, byHidden), tf.mul(w1, regConstant)),
    b1: tf.sum(byHidden, 0),
    w2: tf.add(transposedTimes(hidden, byLogits), tf.mul(w2, regConstant)),
    b2: tf.sum(byLogits, 0),
  };
}

function update(parameters: Parameters, slopes: Parameters, { learningRate }: Work): Parameters {
  return {
    w1: tf.sub(parameters.w1, tf.mul(slopes.w1, learningRate)),
    b1: tf.sub(parameters.b1, tf.mul(slopes.b1, learningRate)),
    w2: tf.sub(parameters.w2, tf.mul(slopes.w2, learningRate)),
    b2: tf.sub(parameters.b2, tf.mul(slopes.b2, learningRate)),
  };
}

/** tfjs's WebAssembly backend uses its fast kernel only where no operand has a transpose flag; WebGL needs no copy. */
function transposedTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);
}

function timesTransposed(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
}

interface PhaseClock {
  readonly phases: Phases;
  end(phase: keyof Phases): Promise<void>;
}

function phaseClock(): PhaseClock {
  const phases: Phases = { batch: 0, upload: 0, forward: 0, backward: 0, update: 0, read: 0 };
  let startedAt = performance.now();
  return {
    phases,
    async end(phase) {
      await allDone();
      const now = performance.now();
      phases[phase] = now - startedAt;
      startedAt = now;
    },
  };
}

/** On WebAssembly a call returns when its work is done; a GPU works asynchronously. */
async function allDone(): Promise<void> {
  const backend = tf.backend();
  if (backend instanceof MathBackendWebGL) await backend.gpgpu.createAndWaitForFence();
}

serveRival(begin);
