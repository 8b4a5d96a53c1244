import { pausesWithinStep } from './harness/givenUpStep.ts';

pausesWithinStep({ backend: 'WASM', batchSize: 2_000 });
