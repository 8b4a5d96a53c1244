import type { BackendChoice, BackendName } from './backendInfo.ts';
import type { WebGLRenderer } from './renderer.ts';

/**
 * The backends to try, in order. A backend that was chosen by name is not replaced by another. `auto` takes a GPU only where it is
 * one, and computes as precisely as the CPU does.
 *
 * @param renderer null where there is no WebGL
 */
export function candidates(choice: BackendChoice, renderer: WebGLRenderer | null): readonly BackendName[] {
  if (choice !== 'auto') return [choice];
  const isFit = renderer !== null && !renderer.isSoftware && renderer.precision === 'single';
  return isFit ? ['webgl', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}
