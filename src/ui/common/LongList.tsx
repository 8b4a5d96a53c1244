import { type ReactNode, useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { wholeNumber } from '../words/numbers.ts';

interface LongListProps<Item> {
  readonly label: string;
  /** In the plural, in small letters: `checkpoints`. */
  readonly noun: string;
  readonly className: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Whether an item is shown wherever it stands in the list. */
  readonly isAlwaysShown: (item: Item) => boolean;
  /** An `<li>` with something that can have the focus. */
  readonly children: (item: Item) => ReactNode;
}

const pageLength = 20;

/**
 * A list that may have hundreds of items, of which it shows the first, and the others on request: each row costs time whenever
 * something changes. Rows must be memoized.
 */
export function LongList<Item>({
  label,
  noun,
  className,
  items: given,
  keyOf,
  isAlwaysShown,
  children,
}: LongListProps<Item>) {
  // Where all are shown, they are rendered in small pieces, between which the page can do other things.
  const items = useDeferredValue(given);
  const [length, setLength] = useState(pageLength);
  const list = useRef<HTMLUListElement>(null);
  const shown = items.filter((item, index) => index < length || isAlwaysShown(item));
  const hidden = items.length - shown.length;
  useKeptFocus(list, shown.map(keyOf));

  const firstNew = useRef<number | null>(null);
  useEffect(() => {
    if (firstNew.current !== null) focusRow(list.current, firstNew.current);
    firstNew.current = null;
  });

  function show(count: number) {
    firstNew.current = Math.min(length, items.length - 1);
    setLength(count);
  }

  return (
    <>
      <ul ref={list} className={className} aria-label={label}>
        {shown.map(children)}
      </ul>
      {hidden > 0 && (
        <div className="row row-quiet">
          <p className="quiet">
            {wholeNumber(shown.length)} of {wholeNumber(items.length)} {noun} shown.
          </p>
          <button
            type="button"
            className="button button-plain"
            onClick={() => show(length + pageLength)}
          >{`Show ${wholeNumber(Math.min(pageLength, hidden))} more ${noun}`}</button>
          {hidden > pageLength && (
            <button
              type="button"
              className="button button-plain"
              onClick={() => show(Number.POSITIVE_INFINITY)}
            >{`Show all ${wholeNumber(items.length)} ${noun}`}</button>
          )}
        </div>
      )}
    </>
  );
}

/** Where the row that has the focus is deleted, the one in its place gets it. */
function useKeptFocus(list: { readonly current: HTMLUListElement | null }, keys: readonly string[]): void {
  const focused = useRef<string | null>(null);
  const before = useRef(keys);

  useEffect(() => {
    const element = list.current;
    const note = ({ target }: FocusEvent) => {
      const rows = [...(element?.children ?? [])];
      const index = rows.findIndex((row) => target instanceof Node && row.contains(target));
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
    if (document.activeElement === document.body) focusRow(list.current, Math.min(index, keys.length - 1));
  });
}

function focusRow(list: HTMLUListElement | null, index: number): void {
  const control = list?.children[index]?.querySelector('button, input');
  if (control instanceof HTMLElement) control.focus();
}
