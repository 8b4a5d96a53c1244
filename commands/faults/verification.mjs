import { openBlank, storedSums } from './storage.mjs';

/** @typedef {import('./cell.mjs').Ground} Ground */
/** @typedef {import('./faults.mjs').Fault} Fault */
/** @typedef {import('./faults.mjs').Surroundings} Surroundings */
/** @typedef {import('./moments.mjs').Moment} Moment */
/** @typedef {import('./person.mjs').Outcome} Outcome */
/** @typedef {import('@playwright/test').Page} Page */

/** Lost: something that was there is there no more. Wrong: something is there that is not what it says, or nothing goes on. */
/** @typedef {'survived' | 'lost' | 'wrong'} Verdict */

/**
 * @param {Surroundings} surroundings
 * @param {Ground} ground
 * @param {Outcome} outcome
 * @param {{ isStruck: boolean, fault: Fault, moment: Moment }} what
 * @returns {Promise<{ verdict: Verdict, reasons: string[] }>}
 */
export async function verify({ visit, host }, ground, outcome, { isStruck, fault, moment }) {
  const wrong = wrongIn(outcome, ground);
  if (!isStruck) wrong.push('the moment never came');
  if (!isFelt(outcome, fault, moment)) wrong.push('the page did not say that it met the fault');
  if (isSilent(outcome, ground, moment)) wrong.push('the page did not say what had to be done');
  const lost = [];
  if (trainedAnew(outcome) && moment.isAfterFirstSave) lost.push('the run began anew');

  if (!visit.isThere()) await visit.open();
  const earlier = await restoreEarlier(visit.page(), ground.earlierSeed);
  if (earlier === 'missing') lost.push('an earlier checkpoint is gone');
  if (earlier === 'other') wrong.push('an earlier checkpoint was not restored exactly');

  await openBlank(visit.page(), host.url);
  const sums = await storedSums(visit.page());
  for (const [batch, sum] of Object.entries(ground.sums)) {
    if (sums[batch] === undefined) lost.push(`${batch} is gone`);
    else if (sums[batch] !== sum) wrong.push(`${batch} has another checksum`);
  }
  const verdict = wrong.length > 0 ? 'wrong' : lost.length > 0 ? 'lost' : 'survived';
  return { verdict, reasons: [...wrong, ...lost] };
}

/**
 * @param {Outcome} outcome
 * @param {Ground} ground
 */
function wrongIn({ isReached, sha256, deeds }, { uninterrupted, wish }) {
  if (!isReached) return ['the person gave up'];
  const reasons = [];
  if (sha256 !== uninterrupted.sha256)
    reasons.push(`other weights than without the fault, on ${wish.backend}`);
  if (deeds.includes('reloads')) reasons.push('it stood still until the page was reloaded');
  return reasons;
}

/**
 * Whether more had to be done than without a fault, and nothing said so. A page that was opened again needs no words for that.
 * @param {Outcome} outcome with what the page says only because of the fault
 * @param {Ground} ground
 * @param {Moment} moment
 */
function isSilent({ deeds, messages }, { uninterrupted }, { part }) {
  const usualCount = uninterrupted.deeds.length + (part === 'data' ? 1 : 0);
  return messages.length === 0 && deeds.length > usualCount && !deeds.includes('opens the page');
}

/**
 * @param {Outcome} outcome
 * @param {Fault} fault
 * @param {Moment} moment
 */
function isFelt({ messages }, { isFeltBy }, { isLast }) {
  return !isFeltBy || isLast || messages.some((message) => isFeltBy.test(message));
}

/** @param {Outcome} outcome */
function trainedAnew({ deeds }) {
  return deeds.filter((deed) => deed === 'trains').length > 1;
}

/**
 * @param {Page} page
 * @param {number} seed
 * @returns {Promise<'exact' | 'other' | 'missing'>}
 */
async function restoreEarlier(page, seed) {
  const row = page
    .getByRole('list', { name: 'Checkpoints' })
    .getByRole('listitem')
    .filter({ hasText: `seed ${seed}.` });
  const isThere = await row
    .first()
    .waitFor({ timeout: 5_000 })
    .then(
      () => true,
      () => false,
    );
  if (!isThere) return 'missing';
  await row.first().getByRole('button', { name: 'Restore' }).click();
  const proof = page.getByText(/^Restored exactly/);
  return proof.waitFor({ timeout: 30_000 }).then(
    () => 'exact',
    () => 'other',
  );
}
