import type { Hyperparameters } from './hyperparameters.ts';

/** What is said beside an accuracy that more than the image itself went into: ` (with mirror images)`. */
export function viewsText({ views }: Pick<Hyperparameters, 'views'>): string {
  return views === 'mirrored' ? ' (with mirror images)' : '';
}
