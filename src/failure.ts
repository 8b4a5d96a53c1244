/** What a file is that was chosen in place of one that the page opens. */
export type ContentKind =
  | 'empty'
  // archives
  | 'gzip'
  /** Nothing is packed in it. */
  | 'empty-gzip'
  | 'tar'
  | 'zip'
  | '7z'
  | 'xz'
  | 'bzip2'
  | 'rar'
  | 'zstd'
  // data
  | 'cifar10-python'
  | 'cifar100-python'
  | 'cifar100'
  | 'pickle'
  | 'matlab'
  | 'cifar10-text'
  | 'weights'
  // pictures
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'heic'
  | 'avif'
  | 'svg'
  // texts
  | 'lfs-pointer'
  | 'html';

/** What can go wrong, and the facts that a sentence about it needs. One entry for each thing a person can act on. */
export interface FailureDetails {
  // data
  'download-failed': { file: string; status: number | null };
  'download-incomplete': { file: string; receivedBytes: number; expectedBytes: number };
  'not-a-png': { file: string };
  'png-damaged': { file: string };
  'labels-damaged': { file: string };
  'checksum-mismatch': { batch: string };
  'archive-damaged': { file: string };
  'archive-truncated': { file: string };
  'archive-too-large': { file: string; limitBytes: number };
  /** `kind` is null where its content tells nothing. */
  'file-not-cifar10': { file: string; kind: ContentKind | null };
  /** Some records of CIFAR-10's layout, but not the official ones, or not all of them. */
  'batch-file-damaged': { file: string; bytes: number; expectedBytes: number };
  'folder-not-cifar10': { folder: string; kind: ContentKind | null };
  'folder-too-large': { folder: string; limit: number };
  /** Any file that was chosen. */
  'file-unreadable': { file: string };
  'insecure-context': Record<string, never>;
  'import-elsewhere': Record<string, never>;
  'import-broken-off': { reason: string };
  'import-hung': { seconds: number };
  'data-missing': { batch: string };
  // storage
  'storage-unavailable': Record<string, never>;
  'storage-full': { neededBytes: number | null };
  'storage-failed': { reason: string };
  /** While something was written. */
  'storage-cleared': Record<string, never>;
  'storage-too-new': Record<string, never>;
  'storage-blocked': Record<string, never>;
  /** Damaged, or stored by a newer version of the page. */
  'records-unreadable': { what: 'runs' | 'searches'; count: number };
  'unfinished-run-too-new': Record<string, never>;
  'not-a-checkpoint': { file: string };
  'checkpoint-damaged': { id: string };
  'checkpoint-missing': { id: string };
  'checkpoint-too-new': { id: string; schema: string };
  'weights-file-unknown': { file: string };
  /** `file` is null where it is several files together. */
  'weights-file-too-large': { file: string | null; byteLength: number; limitBytes: number };
  'weights-file-damaged': { reason: string; file?: string };
  'weights-kind-unread': { found: string; file?: string };
  'weights-type-unread': { array: string; type: string; file?: string };
  /** `value` is the number in the file, as text. */
  'weights-not-finite': { array: string; value: string; file?: string };
  'weights-part-missing': { missing: string; file?: string };
  /** By the checksums in two files that were opened together. */
  'weights-of-different-checkpoints': { first: string; second: string };
  /** `unordered` are weights of which nothing says in which order their inputs are; null where it is known. */
  'weights-mean-missing': { unordered: string | null; file?: string };
  'weights-input-order-unknown': { mean: string; weights: string; file?: string };
  'weights-ambiguous': { first: string; second: string; file?: string };
  'weights-wrong-shape': { array: string; found: readonly number[]; wanted: string; file?: string };
  'weights-unsuitable': { reason: string; file?: string };
  /** Reading files was given up. */
  'reading-stopped': { file?: string } & (
    | { cause: 'memory'; limitBytes: number }
    | { cause: 'time'; seconds: number }
    | { cause: 'worker'; reason: string }
  );
  // a picture of one's own
  'not-a-picture': { file: string; kind: ContentKind | null };
  'picture-is-folder': { folder: string };
  'picture-too-large': { file: string; width: number; height: number; limitPixels: number };
  'picture-file-too-large': { file: string; byteLength: number; limitBytes: number };
  'camera-unavailable': { isRefused: boolean };
  // training
  'backend-unavailable': { backend: 'auto' | 'webgl' | 'webgpu' | 'wasm' | 'cpu' };
  'adapter-is-software': { adapter: string };
  'measurement-hung': { seconds: number };
  'gpu-lost': { step: number };
  diverged: { step: number };
  'other-inputs-in-use': { inputScaling: string };
  'out-of-memory': Record<string, never>;
  'training-elsewhere': Record<string, never>;
  'worker-died': { reason: string };
  'worker-hung': { step: number; seconds: number };
  'request-lost': Record<string, never>;
  // the page itself
  'part-not-loaded': Record<string, never>;
  unexpected: { reason: string };
}

export type FailureCode = keyof FailureDetails;

/** A failure as plain data: it crosses the worker border and lives in the store. */
export type FailureData = {
  [Code in FailureCode]: { readonly code: Code; readonly details: FailureDetails[Code] };
}[FailureCode];

/**
 * The only error that this program throws on purpose. It is made where the facts are known, and worded where
 * it is shown (`ui/words/failures.ts`), so that every sentence of the page is in one place.
 */
export class Failure extends Error {
  readonly data: FailureData;

  constructor(data: FailureData, options?: ErrorOptions) {
    super(`${data.code} ${JSON.stringify(data.details)}`, options);
    this.name = 'Failure';
    this.data = data;
  }
}

/** Whatever was thrown, as data. What was not thrown on purpose becomes `unexpected`. */
export function failureData(error: unknown): FailureData {
  if (error instanceof Failure) return error.data;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return { code: 'storage-full', details: { neededBytes: null } };
  }
  if (isOutOfMemory(error)) return { code: 'out-of-memory', details: {} };
  if (isPartNotLoaded(error)) return { code: 'part-not-loaded', details: {} };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', details: { reason } };
}

/** `Array buffer allocation failed`, `WebAssembly.Memory.grow(): Unable to grow instance memory`: a RangeError in every browser. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /memory|allocation/i.test(error.message);
}

/**
 * An `import()` that got nothing: a TypeError in every browser, which Chromium, Firefox and Safari word in this order, or vite's Error
 * for the style sheet of what is imported.
 */
function isPartNotLoaded(error: unknown): boolean {
  const wording = /dynamically imported module|importing a module script failed|^Unable to preload CSS/i;
  return error instanceof Error && wording.test(error.message);
}
