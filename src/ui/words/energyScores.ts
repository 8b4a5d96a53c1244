/** A rank among test images below which a picture is unusual. */
const unusual = 0.05;

/**
 * Whether a picture looks to the network as if it belonged to any of its classes.
 *
 * @param rank the share of test images with a lower energy score
 */
export function noneOfTheseText(rank: number): string {
  if (rank >= unusual) {
    return `It fits the ten classes better than ${percentText(rank)} of the test images do, by its energy score.`;
  }
  return `It fits the ten classes worse than ${percentText(1 - rank)} of the test images do, by its energy score: it may show none of these.`;
}

function percentText(share: number): string {
  const rounded = Math.round(100 * share);
  return share < 1 && rounded === 100 ? 'over 99 %' : `${rounded} %`;
}
