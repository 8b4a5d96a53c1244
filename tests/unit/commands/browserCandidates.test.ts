import { describe, expect, it } from 'vitest';
import { browserCandidates, isSnap } from '../../../commands/browserCandidates.mjs';

describe('where a browser is looked for', () => {
  it('is first where the person says, then where the system has it', () => {
    const env = { CHROME_PATH: '/home/ada/chrome', PATH: '/usr/bin' };
    expect(browserCandidates('linux', env).slice(0, 2)).toEqual([
      '/home/ada/chrome',
      '/usr/bin/google-chrome-stable',
    ]);
  });

  it('under Linux is every folder of PATH, and the usual ones without a PATH', () => {
    expect(browserCandidates('linux', { PATH: '/opt/mine:relative:' })).toContain('/opt/mine/chromium');
    expect(browserCandidates('linux', {})).toContain('/usr/bin/chromium');
    expect(browserCandidates('linux', { PATH: 'relative:' }).every((path) => path.startsWith('/'))).toBe(
      true,
    );
  });

  it('under macOS is the applications of all and of this person', () => {
    const candidates = browserCandidates('darwin', { HOME: '/Users/ada' });
    expect(candidates).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(candidates).toContain('/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium');
  });

  it('under Windows is the folders that the system names, with Edge, which every Windows has', () => {
    const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
    const candidates = browserCandidates('win32', env);
    expect(candidates).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(candidates).toContain('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe');
  });

  it('names no place twice, and no empty one', () => {
    const candidates = browserCandidates('linux', { PATH: '/usr/bin:/usr/bin', CHROME_PATH: '' });
    expect(new Set(candidates).size).toBe(candidates.length);
    expect(candidates).not.toContain('');
  });

  it('keeps what may be a snap for the last', () => {
    expect(isSnap('/usr/bin/chromium-browser')).toBe(true);
    expect(isSnap('/snap/bin/chromium')).toBe(true);
    expect(isSnap('/usr/bin/chromium')).toBe(false);
  });
});
