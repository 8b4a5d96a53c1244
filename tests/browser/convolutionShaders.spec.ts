import { shadersAreThoseOfTheCpu, softwareRenderer } from './harness/convolutionShaders.ts';

/** Cut up for GPUs in `tests/long/browser/convolutionShaders.spec.ts`. */
shadersAreThoseOfTheCpu(softwareRenderer);
