/** A rank among test images below which a picture is unusual. */
const unusual = 0.05;

/**
 * Whether a picture looks to the network as if it belonged to any of its classes.
 *
 * @param rank the share of test images with a lower energy score
 */
export function noneOfTheseText(rank: number): string {
  if (rank >= unusual) {
    return `By its energy score, it fits the ten classes better than ${percentText(rank)} of test images.`;
  }
  return `By its energy score, it fits the ten classes worse than ${percentText(1 - rank)} of test images: it may show none of these.`;
}

function percentText(share: number): string {
  const rounded = Math.round(100 * share);
  return share < 1 && rounded === 100 ? 'over 99 %' : `${rounded} %`;
}
