import type { EncodedCheckpoint } from '../../checkpoint/storedCheckpoint.ts';
import type { FailureData } from '../../failure.ts';
import type { OpenedWeights, OpeningEnvironment } from '../../import/openWeights.ts';
import type { InputAnswers } from '../../import/requireInputs.ts';

/** Each kind of outside input: what is asked for, and what is read. */
export interface Readings {
  readonly weights: {
    readonly asked: Files & {
      readonly environment: OpeningEnvironment;
      readonly answers: InputAnswers | undefined;
    };
    readonly read: Omit<OpenedWeights, 'checkpoint'> & { readonly checkpoint: EncodedCheckpoint };
  };
  readonly checkpoint: { readonly asked: Files; readonly read: EncodedCheckpoint };
  readonly picture: { readonly asked: Files; readonly read: ImageBitmap };
}

/** That a person chose; of most kinds, there is one. */
interface Files {
  readonly files: readonly File[];
}

export type ReadingKind = keyof Readings;

/** The only command that a worker gets. */
export type ReadingCommand = {
  [Kind in ReadingKind]: { readonly kind: Kind; readonly asked: Readings[Kind]['asked'] };
}[ReadingKind];

/** Its answer. */
export type ReadingEvent<Kind extends ReadingKind = ReadingKind> =
  | { readonly kind: 'read'; readonly value: Readings[Kind]['read'] }
  | { readonly kind: 'readingFailed'; readonly failure: FailureData };

/**
 * Reads files in a worker of their own.
 *
 * @throws Failure as the readers do; `reading-stopped` where they take too much time or memory
 */
export type Read = <Kind extends ReadingKind>(
  kind: Kind,
  asked: Readings[Kind]['asked'],
) => Promise<Readings[Kind]['read']>;
