import type { WeightsFormatId } from './weightsFormats.ts';

/** What leaves the page of the present run's weights. */
export type ExportKind = WeightsFormatId | 'program' | 'proof';
