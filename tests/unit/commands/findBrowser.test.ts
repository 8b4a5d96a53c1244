import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isBrowser } from '../../../commands/findBrowser.mjs';

const folder = mkdtempSync(join(tmpdir(), 'browsers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

// Windows' browsers are not asked, see there.
describe.runIf(process.platform !== 'win32')('what lies where a browser may be', () => {
  it('is one when it answers with its name', () => {
    expect(isBrowser(program('chromium', 'echo Chromium 150.0.1 built on Debian'))).toBe(true);
    expect(isBrowser(program('edge', 'echo Microsoft Edge 150.0.1'))).toBe(true);
  });

  it('is none when it only says how to install one', () => {
    expect(isBrowser(program('stub', 'echo "install the chromium snap" >&2; exit 1'))).toBe(false);
  });

  it('is none when it is another program, no program, or absent', () => {
    expect(isBrowser(program('other', 'echo 1.0.0'))).toBe(false);
    expect(isBrowser(folder)).toBe(false);
    expect(isBrowser(join(folder, 'absent'))).toBe(false);
  });
});
