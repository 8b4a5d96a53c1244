const key = 'cifar-10/pictures';

/**
 * Notes for the next visit whether the pictures are stored, which is known there only after the first paint: `public/remembered.js`
 * reads it, and the stylesheet keeps their place free. What is really stored decides all the rest.
 */
export function expectPictures(areStored: boolean): void {
  try {
    if (areStored) localStorage.setItem(key, 'stored');
    else localStorage.removeItem(key);
  } catch {
    // Then the next visit's page moves once.
  }
}
