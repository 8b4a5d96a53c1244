import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeVersionProblem } from '../../../commands/nodeVersion.mjs';

describe('the check of the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('takes Node %s', (version) => {
    expect(nodeVersionProblem(version)).toBeNull();
  });

  it.each(['20.18.3', '18.20.0', '9.0.0'])(
    'refuses Node %s with a sentence that names it and what is needed',
    (version) => {
      const problem = nodeVersionProblem(version);
      expect(problem).toContain(`this is Node ${version}`);
      expect(problem).toContain('Node 20.19 or newer');
    },
  );

  it('asks for what package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe('>=20.19.0');
  });
});
