import type { FailureData } from '../failure.ts';

/** What a person chose or dropped. */
export type Chosen =
  | { readonly kind: 'file'; readonly file: File }
  /** With all files in it and in the folders in it. */
  | { readonly kind: 'folder'; readonly name: string; readonly files: readonly File[] }
  /** What could not be taken, and why. */
  | { readonly kind: 'refused'; readonly failure: FailureData };
