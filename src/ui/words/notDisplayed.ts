/*
 * Sentences for when code is missing or cannot be rendered. They belong to the first screen: where they are needed, nothing more may
 * load.
 */

export const partNotLoadedText =
  'A part of this page could not be loaded: the server did not answer, or it has a newer version of the page. Data, checkpoints and runs are kept. Press the button again. If that fails, reload the page.';

/** Where rendering failed. Extensions and translations put elements of their own into the page. */
export const notDisplayedTexts = {
  part: 'This part of the page could not be displayed. An extension or a translation may have changed it. Training is not interrupted, and the rest of the page still works. Press the button. If that fails, reload the page.',
  page: 'An extension or a translation may have changed it. Training is not interrupted. Press the button. If that fails, reload the page: a run that was saved can be continued there.',
  missing:
    'Some of this page’s code did not load. Stored images, runs and checkpoints are not affected: reload the page. A run that was saved can be continued there.',
  sentence:
    'The description of this problem could not be loaded. Data, checkpoints and runs are kept: reload the page, and try again.',
} as const;
