import { pausesWithinStep } from '../../browser/harness/givenUpStep.ts';

pausesWithinStep({ backend: 'WebGL', batchSize: 40 });
