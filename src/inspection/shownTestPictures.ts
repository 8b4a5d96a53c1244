/** A test picture that the page shows while a network trains. */
export interface ShownTestPicture {
  /** Its index in the test set. */
  readonly image: number;
  /** Its class. */
  readonly label: number;
}

/** [2, 10]: the first two test pictures of each class. */
const images = [
  [3, 6, 25, 0, 22, 12, 4, 13, 1, 11],
  [10, 9, 35, 8, 26, 16, 5, 17, 2, 14],
];

/**
 * The same 20 test pictures for every network, row by row, a column for each class.
 *
 * Showing whether the network is right about them is no evaluation on the test images, and is not counted as one: of the other
 * 9,980 nothing is shown, 20 say too little to choose a network or a hyperparameter by (their accuracy has a standard error of 11
 * percentage points), and nothing in the page depends on them.
 */
export const shownTestPictures: readonly ShownTestPicture[] = images.flatMap((row) =>
  row.map((image, label) => ({ image, label })),
);
