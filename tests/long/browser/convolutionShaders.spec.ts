import { furtherMachines, shadersAreThoseOfTheCpu } from '../../browser/harness/convolutionShaders.ts';

for (const machine of furtherMachines) shadersAreThoseOfTheCpu(machine);
