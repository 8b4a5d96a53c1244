import { pausesWithinStep } from '../../browser/harness/givenUpStep.ts';

pausesWithinStep({ backend: 'WASM', batchSize: 2_000 });
pausesWithinStep({ backend: 'WebGL', batchSize: 40 });
