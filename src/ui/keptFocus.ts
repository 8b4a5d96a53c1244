/*
 * Where the control that has the focus is removed, as Download is once it was pressed, browsers give the focus to the whole page, and
 * screen readers start again at its top. Here it goes to the part of the page that the control was in: the next Tab leads to what has
 * taken its place, and no key presses that by accident.
 */

const partOfPage = 'section, [role="tabpanel"], main';

export function keepFocus(page: HTMLElement): void {
  /** The control that has the focus, and what it is in, from the inside out. */
  let focused: readonly Element[] = [];

  page.addEventListener('focusin', ({ target }) => {
    focused = target instanceof Element ? [target, ...ancestorsOf(target)] : [];
  });

  page.addEventListener('focusout', ({ target }) => {
    // A removed control may be told too; then it is no longer there when this runs.
    queueMicrotask(() => {
      if (focused[0] === target && focused[0]?.isConnected) focused = [];
    });
  });

  new MutationObserver(() => {
    if (focused.length === 0 || focused[0]?.isConnected) return;
    const part = focused.find((element) => element.isConnected && element.matches(partOfPage));
    focused = [];
    if (document.activeElement === document.body && part instanceof HTMLElement) focusPart(part);
  }).observe(page, { childList: true, subtree: true });
}

function ancestorsOf(element: Element): Element[] {
  const parent = element.parentElement;
  return parent ? [parent, ...ancestorsOf(parent)] : [];
}

/** Only for now: presses with a pointer must not give it the focus later. */
function focusPart(part: HTMLElement): void {
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
  part.addEventListener('blur', () => part.removeAttribute('tabindex'), { once: true });
}
