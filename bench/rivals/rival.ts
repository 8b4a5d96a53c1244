import type { PictureSource } from './pictures.ts';

/** What every contender trains: 3072 → hidden units (ReLU) → 10, softmax cross-entropy, plain gradient descent. */
export interface Work {
  readonly hiddenUnits: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly regConstant: number;
}

export type TfjsBackend = 'wasm' | 'webgl' | 'cpu';

export interface Setup<Task = Work> {
  readonly work: Task;
  /** Used only by TensorFlow.js. */
  readonly backend: TfjsBackend;
}

export const phaseNames = ['batch', 'upload', 'forward', 'backward', 'update', 'read'] as const;
/** Milliseconds in each phase. */
export type Phases = Record<(typeof phaseNames)[number], number>;

/** One contender, ready to train. Each step builds its batch, uploads it, and updates the weights. */
export interface Rival {
  /** Takes one or more steps, and returns how many; a part of one where it takes fewer images than a step has. */
  step(): number | Promise<number>;
  /** Resolves when everything submitted so far is done. */
  settle(): void | Promise<void>;
  /** One step with a wait after each phase. */
  timedStep?(): Promise<Phases>;
  /** The share of the 10,000 test images that are classified correctly. */
  evaluate?(): Promise<number>;
  /** Classifies test images, and returns how many. */
  classify?(): Promise<number>;
}

export type BeginRival<Task = Work> = (setup: Setup<Task>, pictures: PictureSource) => Promise<Rival>;

export type Request<Task = Work> =
  | { readonly kind: 'begin'; readonly setup: Setup<Task> }
  /** As many steps as the time allows, but at least `minSteps`. */
  | { readonly kind: 'slice'; readonly minMs: number; readonly minSteps: number }
  | { readonly kind: 'phases' }
  | { readonly kind: 'evaluate' }
  | { readonly kind: 'classify' };

export interface Slice {
  readonly steps: number;
  readonly ms: number;
}
