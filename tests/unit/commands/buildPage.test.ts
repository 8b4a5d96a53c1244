import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceFingerprint } from '../../../commands/buildPage.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(root, 'src/ui'), { recursive: true });
  writeFileSync(join(root, 'src/main.tsx'), 'mount();');
  writeFileSync(join(root, 'src/ui/App.tsx'), 'page();');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the page is built again', () => {
  it.each([
    ['a source changes', () => writeFileSync(join(root, 'src/ui/App.tsx'), 'other();')],
    ['a source comes', () => writeFileSync(join(root, 'src/ui/Chart.tsx'), '')],
    ['a source goes', () => rmSync(join(root, 'src/ui/App.tsx'))],
    [
      'a file of variables comes',
      () => writeFileSync(join(root, '.env.local'), 'VITE_DATA=https://example.org'),
    ],
  ])('when %s', (_, change) => {
    const before = sourceFingerprint(root, {});
    change();
    expect(sourceFingerprint(root, {})).not.toBe(before);
  });

  it('when a variable that the page is built with changes', () => {
    expect(sourceFingerprint(root, { VITE_DATA: 'https://example.org' })).not.toBe(
      sourceFingerprint(root, {}),
    );
  });

  it('not for a new time on an old file, a test, or a variable of something else', () => {
    const before = sourceFingerprint(root, {});
    utimesSync(join(root, 'src/main.tsx'), new Date(), new Date());
    mkdirSync(join(root, 'tests'));
    writeFileSync(join(root, 'tests/some.test.ts'), '');
    expect(sourceFingerprint(root, { PORT: '80' })).toBe(before);
  });
});
