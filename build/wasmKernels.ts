import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const folder = fileURLToPath(new URL('../src/backend/wasm/kernels/', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/wasm-kernels/', import.meta.url));
/** With the sign by which other plugins know that it is no file. */
const resolvedId = '\0virtual:wasm-kernels';

/** Whether a module uses fused multiply-add (relaxed SIMD), and whether its memory is shared between threads. */
const variants = {
  plain: { isFused: false, isShared: false },
  fused: { isFused: true, isShared: false },
  plainShared: { isFused: false, isShared: true },
  fusedShared: { isFused: true, isShared: true },
} as const;

/** More than any module here is given: 4 GB in pages of 64 kB. A shared memory has to name a limit. */
const maxPages = 65_536;

/** By whether they are fused: each worker's bundle asks for them. */
const compiled = new Map<boolean, Promise<string>>();

interface KernelOptions {
  /** False: in place of the variants with fused multiply-add there are those without, for the same bits on every machine. */
  readonly isFused?: boolean;
}

/**
 * Makes `virtual:wasm-kernels`: the kernels of `src/backend/wasm/kernels`, compiled from AssemblyScript in four variants of 23 kB each,
 * which the module carries as text. Nothing has to be fetched, and it works in development, builds and tests alike.
 */
export function wasmKernels({ isFused = true }: KernelOptions = {}): Plugin {
  return {
    name: 'wasm-kernels',
    resolveId: {
      filter: { id: /^virtual:wasm-kernels$/ },
      handler: () => resolvedId,
    },
    load: {
      filter: { id: /virtual:wasm-kernels$/ },
      handler(id) {
        if (id !== resolvedId) return null;
        const known = compiled.get(isFused) ?? cachedModule(isFused);
        compiled.set(isFused, known);
        return known;
      },
    },
  };
}

/** Compiling takes a processor ten seconds; the unit tests, the build and the browser tests each need the same module. */
async function cachedModule(mayFuse: boolean): Promise<string> {
  const file = join(cacheFolder, `${fingerprint(mayFuse)}.js`);
  const cached = await readFile(file, 'utf8').catch(() => null);
  if (cached !== null) return cached;
  const code = await compileAll(mayFuse);
  await mkdir(cacheFolder, { recursive: true });
  // Under its own name only when it is whole: another process may look for it.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  return code;
}

/** A SHA-256 over all that the module is made from: the kernels, the compiler's version, and this file. */
function fingerprint(mayFuse: boolean): string {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const sources = readdirSync(folder).sort();
  const hash = createHash('sha256').update(String(mayFuse));
  for (const file of [
    compiler,
    fileURLToPath(import.meta.url),
    ...sources.map((name) => join(folder, name)),
  ]) {
    hash.update(`${basename(file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function compileAll(mayFuse: boolean): Promise<string> {
  const lines: string[] = [];
  for (const [name, { isFused, isShared }] of Object.entries(variants)) {
    const binary = await compile(isFused && mayFuse, isShared);
    lines.push(`export const ${name} = '${Buffer.from(binary).toString('base64')}';`);
  }
  return lines.join('\n');
}

async function compile(isFused: boolean, isShared: boolean): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      ...['index.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert'],
      // The kernels neither allocate nor collect: they work on memory that is handed to them.
      ...['--runtime', 'stub', '--importMemory', '--enable', 'simd', '--disableWarning', '112'],
      ...(isFused ? ['--enable', 'relaxed-simd', '--use', 'FUSED=1'] : []),
      ...(isShared ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', String(maxPages)] : []),
    ],
    {
      readFile: (name) => readSource(name),
      writeFile: (_name, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`the kernels do not compile: ${stderr.toString()}`, { cause: error });
  return binary;
}

/** The compiler asks for many names, with and without folders, before it finds the one that there is. */
function readSource(name: string): string | null {
  if (!/^\w+\.ts$/.test(name)) return null;
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
