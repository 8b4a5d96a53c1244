import { describe, expect, it } from 'vitest';
import { packagesMissingHere } from '../../../commands/installWhatIsMissing.mjs';
import { missingPackages, type Packages } from '../../../commands/missingPackages.mjs';

const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const onDisk = () => true;
const react = { version: '19.3.1', integrity: 'sha512-a' };
const locked: Packages = { '': {}, 'node_modules/react': react };

describe('which packages have to be installed', () => {
  it('are none when npm has noted every one and it lies there', () => {
    expect(missingPackages(locked, { 'node_modules/react': react }, linux, onDisk)).toEqual([]);
  });

  it('are all when npm has never finished here', () => {
    expect(missingPackages(locked, {}, linux, onDisk)).toEqual(['node_modules/react']);
  });

  it.each([
    ['another version', { ...react, version: '19.3.0' }],
    ['other contents', { ...react, integrity: 'sha512-b' }],
  ])('are those that are there with %s', (_, present) => {
    expect(missingPackages(locked, { 'node_modules/react': present }, linux, onDisk)).toEqual([
      'node_modules/react',
    ]);
  });

  it('are those whose folder somebody deleted', () => {
    expect(missingPackages(locked, { 'node_modules/react': react }, linux, () => false)).toEqual([
      'node_modules/react',
    ]);
  });

  describe('of the optional ones', () => {
    const binding = (more: object): Packages => ({
      'node_modules/binding': { version: '1.0.0', optional: true, ...more },
    });

    it.each([
      ['this system and processor', { os: ['linux'], cpu: ['x64'] }],
      ['this C library', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }],
      ['any processor of this system', { os: ['linux'] }],
      ['every system but another', { os: ['!win32'] }],
    ])('include one for %s: it was installed on another machine', (_, limits) => {
      expect(missingPackages(binding(limits), {}, linux, onDisk)).toEqual(['node_modules/binding']);
    });

    it.each([
      ['another system', { os: ['darwin'], cpu: ['x64'] }],
      ['another processor', { os: ['linux'], cpu: ['arm64'] }],
      ['another C library', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
      ['every system but this', { os: ['!linux'] }],
      ['no system, needed only by what is for others', {}],
    ])('leave out one for %s', (_, limits) => {
      expect(missingPackages(binding(limits), {}, linux, onDisk)).toEqual([]);
    });
  });
});

it('no package is missing where these tests run', () => {
  expect(packagesMissingHere()).toEqual([]);
});
