/** A file that leaves the page. */
export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type WeightsFormatId = 'safetensors' | 'tfjs' | 'npz';

/** The kinds of files that are made from the current run's weights. */
export type ExportKind = WeightsFormatId | 'program' | 'proof';
