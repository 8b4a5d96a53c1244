import type { KerasLayer } from '../export/kerasLayers.ts';
import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** A file that the user chose. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The contents of files of weights, whatever their format: arrays under the files' own names, and metadata texts. */
export interface WeightsContents {
  readonly arrays: readonly NamedArray[];
  readonly description: Readonly<Record<string, string>>;
  /** The layers of a Keras model; null in formats that do not have them. */
  readonly topology: readonly KerasLayer[] | null;
}
