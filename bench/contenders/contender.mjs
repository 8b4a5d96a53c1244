/**
 * Something that takes training steps, in slices on request.
 * @typedef {object} Contender
 * @property {string} id
 * @property {string} title
 * @property {() => Promise<Slice>} slice trains for a short time; it is idle before and after
 * @property {() => Promise<number>} [classify] classifies test images; milliseconds per 1,000 images
 * @property {() => Promise<void> | void} end
 */

/** @typedef {{ steps: number, ms: number }} Slice */

/**
 * Milliseconds in each round: per step, and per 1,000 classified images where the contender classifies.
 * @typedef {{ msPerStep: number[], msPerThousand?: number[] }} Rounds
 */

/**
 * The result of a contender, or why there is none.
 * @typedef {({ id: string, title: string } & Rounds) | { id: string, title: string, skipped: string }} Timing
 */

/** What every contender trains: the article's network and configuration. */
export const articleWork = { hiddenUnits: 120, batchSize: 400, learningRate: 0.001, regConstant: 0.1 };

/** @typedef {typeof articleWork} Work */

/** @typedef {{ id: string, title: string, start: () => Promise<Contender> }} Entry */

/**
 * Starts each contender, warms it up with a slice that does not count, and then measures them in turn, round by round, so that
 * other load on the machine affects all of them. Every other round goes backwards. A contender that fails to run is left out.
 * @param {readonly Entry[]} entries
 * @param {number} rounds
 * @param {(line: string) => void} say
 * @returns {Promise<Timing[]>}
 */
export async function interleaved(entries, rounds, say) {
  /** @type {Contender[]} */
  const running = [];
  /** @type {Map<string, string>} */
  const skipped = new Map();
  for (const { id, title, start } of entries) {
    say(`  ${title}: starting …`);
    try {
      const contender = await start();
      running.push(contender);
      await contender.slice();
      await contender.classify?.();
    } catch (error) {
      const reason = firstLine(error);
      skipped.set(id, reason);
      say(`  ${title} is left out: ${reason}`);
    }
  }
  const taken = await timeInTurns(
    running.filter(({ id }) => !skipped.has(id)),
    rounds,
    say,
  );
  for (const contender of running) await contender.end();
  return entries.map(({ id, title }) => {
    const reason = skipped.get(id);
    return reason === undefined
      ? { id, title, ...(taken.get(id) ?? { msPerStep: [] }) }
      : { id, title, skipped: reason };
  });
}

/**
 * @param {readonly Contender[]} contenders
 * @param {number} rounds
 * @param {(line: string) => void} say
 */
async function timeInTurns(contenders, rounds, say) {
  /** @type {Map<string, Rounds>} */
  const taken = new Map(contenders.map(({ id }) => [id, { msPerStep: [] }]));
  for (let round = 0; round < rounds; round++) {
    say(`  round ${round + 1} of ${rounds}`);
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const own = taken.get(contender.id);
      if (!own) continue;
      const { steps, ms } = await contender.slice();
      own.msPerStep.push(ms / steps);
      if (contender.classify) own.msPerThousand = [...(own.msPerThousand ?? []), await contender.classify()];
    }
  }
  return taken;
}

/** @param {unknown} error */
function firstLine(error) {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
