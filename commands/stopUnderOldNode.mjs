// Imported first, for its side effect: it stops the program before later modules run. Those use only syntax and names of `node:`
// modules that Node 16 has, because a module that cannot be linked fails before any of them runs.
import { nodeVersionProblem } from './nodeVersion.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
