import { describe, expect, it } from 'vitest';
import { webGlArguments } from '../../../commands/webGlArguments.mjs';

describe('the browser of the tests', () => {
  it('draws WebGL in software under Linux and in continuous integration', () => {
    expect(webGlArguments('linux', false)).toContain('--use-angle=swiftshader');
    expect(webGlArguments('darwin', true)).toContain('--use-angle=swiftshader');
  });

  it("uses the machine's own GPU elsewhere", () => {
    expect(webGlArguments('darwin', false)).toEqual([]);
    expect(webGlArguments('win32', false)).toEqual([]);
  });
});
