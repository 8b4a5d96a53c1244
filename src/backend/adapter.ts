import { isSoftwareName, type Renderer } from './renderer.ts';

/**
 * Asks the browser what stands behind WebGPU, in the page or in a worker. Null where it has no WebGPU, or has it and gives
 * no adapter: for want of a GPU, or because it keeps off this one.
 */
export async function findAdapter(): Promise<Renderer | null> {
  // The type promises what older browsers, and pages without https, do not have.
  const gpu: GPU | undefined = navigator.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  // Browsers of before 2025 lack `info`.
  const info: GPUAdapterInfo | undefined = adapter?.info;
  if (!adapter) return null;
  const name = adapterName(info);
  return { name, isSoftware: info?.isFallbackAdapter === true || isSoftwareName(name) };
}

/** Most browsers give a maker and a family, few a model. */
function adapterName(info: GPUAdapterInfo | undefined): string {
  if (info?.description) return info.description;
  const parts = [info?.vendor, info?.architecture, info?.device].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : 'an unnamed GPU';
}
