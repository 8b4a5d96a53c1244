const shortestMs = 1_000;
/** While an answer is computed no step is taken: at most a thirty-first of the time goes to answers, and what it takes to draw them comes on top. */
const waitedForEach = 30;
/** On a machine that is busy with something else, an answer can take seconds; nobody watches what changes once a minute. */
const longestMs = 10_000;
/** Units change places only once in so many answers: pictures that changed theirs every second could not be watched. */
const answersInOneOrder = 10;

/**
 * How long to wait before the next question.
 *
 * @param answers of this run so far; the first one takes longer than the others, because all its code is new
 * @param answerMs what the last answer took
 */
export function pauseAfter(answers: number, answerMs: number): number {
  if (answers <= 1) return shortestMs;
  return Math.min(longestMs, Math.max(shortestMs, waitedForEach * answerMs));
}

/** The units to ask for after so many answers: those that are shown, or null for the most influential by now. */
export function unitsToAskFor(answers: number, shown: readonly number[] | null): readonly number[] | null {
  return answers % answersInOneOrder === 0 ? null : shown;
}
