import { type RefObject, useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface LongListOptions<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Whether an item is shown wherever it stands in the list. */
  readonly isAlwaysShown: (item: Item) => boolean;
}

interface ShownPart<Element extends HTMLElement, Item> {
  /** The `<ul>`, or the `<table>` with a `<tbody>` for each item. */
  readonly list: RefObject<Element | null>;
  readonly shown: readonly Item[];
  readonly total: number;
  /** Shows so many more. */
  readonly showMore: (count: number) => void;
}

export const pageLength = 20;

/**
 * A list that may have hundreds of items, of which it shows the first, and the others on request: each row costs time whenever
 * something changes. Rows must be memoized. Where the row that has the focus is deleted, the one in its place gets it.
 */
export function useLongList<Element extends HTMLElement, Item>({
  items: given,
  keyOf,
  isAlwaysShown,
}: LongListOptions<Item>): ShownPart<Element, Item> {
  // Where all are shown, they are rendered in small pieces, between which the page can do other things.
  const items = useDeferredValue(given);
  const [length, setLength] = useState(pageLength);
  const list = useRef<Element>(null);
  const shown = items.filter((item, index) => index < length || isAlwaysShown(item));
  useKeptFocus(list, shown.map(keyOf));

  const firstNew = useRef<number | null>(null);
  useEffect(() => {
    if (firstNew.current !== null) focusRow(list.current, firstNew.current);
    firstNew.current = null;
  });

  function showMore(count: number) {
    firstNew.current = Math.min(length, items.length - 1);
    setLength(length + count);
  }

  return { list, shown, total: items.length, showMore };
}

function useKeptFocus(list: { readonly current: HTMLElement | null }, keys: readonly string[]): void {
  const focused = useRef<string | null>(null);
  const before = useRef(keys);

  useEffect(() => {
    const element = list.current;
    const note = ({ target }: FocusEvent) => {
      const index = rowsOf(element).findIndex((row) => target instanceof Node && row.contains(target));
      focused.current = before.current[index] ?? null;
    };
    const forget = ({ target }: FocusEvent) => {
      if (target instanceof Node && !element?.contains(target)) focused.current = null;
    };
    element?.addEventListener('focusin', note);
    document.addEventListener('focusin', forget);
    return () => {
      element?.removeEventListener('focusin', note);
      document.removeEventListener('focusin', forget);
    };
  }, [list]);

  useLayoutEffect(() => {
    const previous = before.current;
    before.current = keys;
    if (focused.current === null || keys.includes(focused.current)) return;
    const index = previous.indexOf(focused.current);
    focused.current = null;
    if (document.activeElement !== document.body) return;
    if (keys.length > 0) focusRow(list.current, Math.min(index, keys.length - 1));
    else focusAround(list.current);
  });
}

function rowsOf(list: HTMLElement | null): Element[] {
  return [...(list?.children ?? [])].filter((child) => child.matches('li, tbody'));
}

function focusRow(list: HTMLElement | null, index: number): void {
  const control = rowsOf(list)[index]?.querySelector('button, input');
  if (control instanceof HTMLElement) control.focus();
}

/** Of a list that is empty now: the row that it is in, or the title of its section. */
function focusAround(list: HTMLElement | null): void {
  const control =
    list?.closest('tbody')?.querySelector('button, input') ?? list?.closest('section')?.querySelector('h2');
  if (control instanceof HTMLElement) control.focus();
}
