import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../../src/export/fileName.ts';

describe('the name of a download', () => {
  it.each([
    ['cifar-10-two-layer-step-2000.safetensors', 'cifar-10-two-layer-step-2000.safetensors'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\run.exe', 'C-Windows-run.exe'],
    ['.bashrc', 'bashrc'],
    ['-rf', 'rf'],
    ['a\u0000b\nc\u202egpj.exe', 'a-b-c-gpj.exe'],
    ['..', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it('keeps its ending where it is too long', () => {
    const name = safeFileName(`${'a'.repeat(500)}.safetensors`);
    expect(name).toHaveLength(180);
    expect(name).toMatch(/\.safetensors$/);
  });
});
