import { CanvasRenderer, renderModule } from 'vega';

/**
 * Has Vega's charts drawn where their pixels lie in ordinary memory. A chart of a few hundred lines every second or two is no work for a
 * GPU, and where a program stands in for one, drawing through it takes from the training several times what drawing itself does.
 */
export function drawOnPlainCanvas(): void {
  renderModule('canvas', { ...renderModule('canvas'), renderer: PlainCanvasRenderer });
}

class PlainCanvasRenderer extends CanvasRenderer {
  override resize(width: number, height: number, origin: [number, number], scaleFactor?: number): this {
    // The context is made here, with its settings; whoever asks for it later gets the same.
    this.canvas()?.getContext('2d', { willReadFrequently: true });
    return super.resize(width, height, origin, scaleFactor);
  }
}
