import { isSoftwareName, type Renderer } from './renderer.ts';

/**
 * Asks the browser for its WebGPU adapter, in the page or in a worker. Null where the browser has no WebGPU, or offers no
 * adapter: there is no GPU, or the browser blocklists it.
 */
export async function findAdapter(): Promise<Renderer | null> {
  // The type promises `gpu`, which older browsers and pages without https lack.
  const gpu: GPU | undefined = navigator.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  // Browsers from before 2025 lack `info`.
  const info: GPUAdapterInfo | undefined = adapter?.info;
  if (!adapter) return null;
  const name = adapterName(info);
  return { name, isSoftware: info?.isFallbackAdapter === true || isSoftwareName(name) };
}

/** Most browsers name a vendor and an architecture; few name a model. */
function adapterName(info: GPUAdapterInfo | undefined): string {
  if (info?.description) return info.description;
  const parts = [info?.vendor, info?.architecture, info?.device].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : 'an unnamed GPU';
}
