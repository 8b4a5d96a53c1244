/** Made by `build/wasmKernels.ts`: the compiled kernels, in base64. */
declare module 'virtual:wasm-kernels' {
  export const plain: string;
  export const fused: string;
  export const plainShared: string;
  export const fusedShared: string;
}
