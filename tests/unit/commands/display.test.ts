import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../../commands/display.mjs';

describe('a browser window is opened', () => {
  it('under macOS and Windows', () => {
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });

  it('under Linux where X11 or Wayland runs, and nowhere else', () => {
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
  });

  it('never in continuous integration', () => {
    expect(hasDisplay('darwin', { CI: 'true' })).toBe(false);
    expect(hasDisplay('linux', { CI: '1', DISPLAY: ':0' })).toBe(false);
  });

  it('where CI is said not to be', () => {
    expect(hasDisplay('darwin', { CI: '' })).toBe(true);
    expect(hasDisplay('darwin', { CI: 'false' })).toBe(true);
  });

  it('not when BROWSER says none', () => {
    expect(hasDisplay('darwin', { BROWSER: 'none' })).toBe(false);
  });
});
