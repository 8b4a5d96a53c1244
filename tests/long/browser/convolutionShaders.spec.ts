import { gpus, shadersAreThoseOfTheCpu } from '../../browser/harness/convolutionShaders.ts';

for (const gpu of gpus) shadersAreThoseOfTheCpu(gpu);
