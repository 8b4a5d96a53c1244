/*
 * Whether a key, a paste or a drop is for the page as a whole. Where somebody types, and in a dialog, it is for what has the focus;
 * elements that extensions have added are theirs.
 */

/** Whether it happens where text is typed, which may be inside an extension's component. */
export function isInTextField(event: Event): boolean {
  const [place] = event.composedPath();
  if (place instanceof HTMLInputElement) return !textlessTypes.has(place.type);
  return place instanceof HTMLTextAreaElement || (place instanceof HTMLElement && place.isContentEditable);
}

const textlessTypes = new Set('button checkbox color file image radio range reset submit'.split(' '));

/** Whether it happens outside of every text field, of an open dialog, and of elements of others. */
export function isForPage(event: Event): boolean {
  return isInOwnElement(event) && !isInTextField(event) && document.querySelector('dialog:modal') === null;
}

/** The page has no custom elements. What is inside those of others cannot always be seen. */
function isInOwnElement(event: Event): boolean {
  const root = document.getElementById('root');
  const { target } = event;
  if (!root || !(target instanceof Node) || !(root.contains(target) || target.contains(root))) return false;
  return !event.composedPath().some((place) => place instanceof Element && place.localName.includes('-'));
}
