// Imported for its effect, and first: the modules after it are only run once this one is content. They keep to
// syntax and to names of `node:` modules that Node 16 has, because a module that cannot be linked fails before any runs.
import { nodeVersionProblem } from './nodeVersion.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
