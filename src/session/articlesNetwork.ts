import { articlePart2 } from '../configuration/presets.ts';
import { runOf } from './runState.ts';
import type { SessionState } from './sessionState.ts';

/** Whether the page shows the network whose curves and result the article prints: it has none of its other one. */
export function showsArticlesNetwork({ run, network }: SessionState): boolean {
  return (runOf(run)?.network ?? network) === articlePart2.network;
}
