/// <reference path="./virtual-kernels.d.ts" />
import { fused, fusedShared, plain, plainShared } from 'virtual:wasm-kernels';

/**
 * The fastest variant that this browser compiles: with fused multiply-add, or with plain SIMD.
 *
 * @throws WebAssembly.CompileError where there is no SIMD
 */
export async function compileKernels(isShared: boolean): Promise<WebAssembly.Module> {
  const [best, fallback] = isShared ? [fusedShared, plainShared] : [fused, plain];
  const bytes = decoded(best);
  return WebAssembly.compile(WebAssembly.validate(bytes) ? bytes : decoded(fallback));
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
