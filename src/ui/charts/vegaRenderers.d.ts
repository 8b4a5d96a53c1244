import type { Renderer } from 'vega';

/** Vega has these; its types leave them out. */
declare module 'vega' {
  export class CanvasRenderer extends Renderer {
    /** The element, once there is one. */
    canvas(): HTMLCanvasElement | null;
    resize(width: number, height: number, origin: [number, number], scaleFactor?: number): this;
  }

  interface RendererModule {
    readonly renderer: typeof CanvasRenderer;
    readonly handler: unknown;
    readonly headless: unknown;
  }

  export function renderModule(name: string): RendererModule;
  export function renderModule(name: string, parts: RendererModule): void;
}
