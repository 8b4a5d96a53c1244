import * as v from 'valibot';
import { sharedLists } from '../state/lockState.ts';

/**
 * What tabs tell each other. Messages are hints: any page of this origin can send any, and they may come late. Who has the lock and
 * who asks for it, the locks themselves say.
 */
const messageSchema = v.union([
  /** The lock has changed hands, or is asked for: look who has it. */
  v.literal('look'),
  /** The tab of this id has the lock, and has heard that it is asked for. */
  v.object({ alive: v.string() }),
  v.object({ written: v.picklist(sharedLists) }),
]);

export type TabMessage = v.InferOutput<typeof messageSchema>;

/** Null for what is no message of this page: a stranger's, or another version's. */
export function parseMessage(data: unknown): TabMessage | null {
  const { success, output } = v.safeParse(messageSchema, data);
  return success ? output : null;
}
