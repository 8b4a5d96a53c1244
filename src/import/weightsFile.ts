import type { NamedArray } from '../tensorFiles/namedArray.ts';

/** A file that somebody chose. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What files of weights hold, whatever their format: arrays under the names they have there, and texts about them. */
export interface WeightsContents {
  readonly arrays: readonly NamedArray[];
  readonly description: Readonly<Record<string, string>>;
}
