import { initialWeights } from '../model/parameters.ts';
import type { CombiningLayer } from '../network/stages.ts';

/**
 * The random numbers that a first layer started from. They are drawn again from the seed, which takes longer than all the rest of a
 * look at the layer; so the last answer is remembered. A whole layer would take as much memory as its weights.
 */
export class StartingWeights {
  #key = '';
  #columns = new Float32Array();

  /**
   * @param layer the first of its network that has arrays
   * @param units the wanted ones
   * @returns [rows, wanted units]; not to be changed
   */
  columns(layer: CombiningLayer, seed: number, units: readonly number[]): Float32Array {
    const key = JSON.stringify([layer, seed, units]);
    if (key !== this.#key) {
      this.#columns = columnsOf(layer, seed, units);
      this.#key = key;
    }
    return this.#columns;
  }
}

function columnsOf(layer: CombiningLayer, seed: number, units: readonly number[]): Float32Array<ArrayBuffer> {
  const values = initialWeights([layer], seed)[0]?.values ?? new Float32Array();
  const count = layer.output.at(-1) ?? 1;
  const rows = values.length / count;
  const columns = new Float32Array(rows * units.length);
  for (let row = 0; row < rows; row++) {
    units.forEach((unit, place) => {
      columns[row * units.length + place] = values[row * count + unit] as number;
    });
  }
  return columns;
}
