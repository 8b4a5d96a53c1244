import { shadersAreThoseOfTheCpu, softwareRenderer } from './harness/convolutionShaders.ts';

/** In further shapes, and cut up for GPUs, in `tests/long/browser/convolutionShaders.spec.ts`. */
shadersAreThoseOfTheCpu(softwareRenderer);
