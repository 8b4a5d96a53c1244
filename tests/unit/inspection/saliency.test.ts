import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/backend/wasm/startWasm.ts';
import { saliency } from '../../../src/inspection/saliency.ts';
import {
  averagingNetwork,
  expectDigest,
  type InspectedNetwork,
  inputsOf,
  inspectedNetworks,
  withInspected,
} from '../../fixtures/inspectionReference.ts';

function answerFor(network: InspectedNetwork, picture: number, chosen: number | null) {
  return withInspected(network, ({ model, parameters }) =>
    saliency(inputsOf(network, picture), chosen, model, parameters),
  );
}

describe.each(['cpu', 'wasm'])(
  'where a network finds what speaks for a class, on the backend %s',
  (backend) => {
    beforeAll(async () => {
      if (backend === 'wasm') await startWasm(1);
      await tf.setBackend(backend);
    });

    // The small network's derivatives take seconds in plain JavaScript, and the others have every kind of layer that it has.
    const asked = inspectedNetworks.filter(({ name }) => backend === 'wasm' || name !== 'small');

    it.each(asked)(
      'in the network $name, pixels and feature maps count as NumPy computes it',
      async (network) => {
        for (const [picture, { predicted, saliency: answers }] of network.expected.pictures.entries()) {
          for (const { label, products, classActivation } of answers) {
            const found = await answerFor(network, picture, label);
            expect([found.predicted, found.label]).toEqual([predicted, label]);
            expectDigest(found.products, products);
            if (classActivation === null) {
              expect(found.classActivation).toBeNull();
            } else {
              const { method, width, values } = classActivation;
              expect(found.classActivation).toMatchObject({ method, width });
              expectDigest(found.classActivation?.values, values);
            }
          }
        }
      },
    );

    it('is about the predicted class, unless another is chosen', async () => {
      for (const [picture, { predicted }] of averagingNetwork.expected.pictures.entries()) {
        const { label } = await answerFor(averagingNetwork, picture, null);
        expect(label).toBe(predicted);
      }
    });
  },
);
