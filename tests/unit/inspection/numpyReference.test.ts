import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { inputArrays } from '../../../src/export/inputArrays.ts';
import { npzOf } from '../../../src/export/numpyWeights.ts';
import { encodeNpz } from '../../../src/tensorFiles/npz.ts';
import { inspectedNetworks } from '../../fixtures/inspectionReference.ts';
import { pythonFor } from '../../fixtures/missing.ts';
import { printed } from '../../fixtures/python.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

const folder = fileURLToPath(new URL('../../reference/', import.meta.url));

it('the reference for what is shown of networks is what NumPy computes from their exported weights', (test) => {
  const python = pythonFor(test, 'numpy');
  const exported = temporaryFolder();
  for (const { name, checkpoint, arrays, recipe } of inspectedNetworks) {
    const file = checkpoint ? npzOf(checkpoint, recipe) : encodeNpz([...arrays, ...inputArrays(recipe)], {});
    writeFileSync(join(exported, `${name}.npz`), file);
  }
  const program = join(folder, 'make_inspection_reference.py');
  const said = printed(python, program, '--check', join(folder, 'inspection.json'), exported);
  expect(said).toContain('is what this computes');
});
