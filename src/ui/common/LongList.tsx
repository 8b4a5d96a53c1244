import type { ReactNode } from 'react';
import { wholeNumber } from '../words/numbers.ts';
import { pageLength, useLongList } from './useLongList.ts';

interface LongListProps<Item> {
  readonly label: string;
  /** In the plural, in small letters: `checkpoints`. */
  readonly noun: string;
  readonly className: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly isAlwaysShown: (item: Item) => boolean;
  /** An `<li>` with something that can have the focus. */
  readonly children: (item: Item) => ReactNode;
}

/** See `useLongList`. */
export function LongList<Item>({ label, noun, className, children, ...options }: LongListProps<Item>) {
  const { list, shown, total, showMore } = useLongList<HTMLUListElement, Item>(options);
  return (
    <>
      <ul ref={list} className={className} aria-label={label}>
        {shown.map(children)}
      </ul>
      <MoreItems noun={noun} shown={shown.length} total={total} onShow={showMore} />
    </>
  );
}

interface MoreItemsProps {
  readonly noun: string;
  readonly shown: number;
  readonly total: number;
  readonly onShow: (count: number) => void;
}

/** How much of a long list is shown, and the buttons that show more of it; nothing where all is. */
export function MoreItems({ noun, shown, total, onShow }: MoreItemsProps) {
  const hidden = total - shown;
  if (hidden <= 0) return null;
  return (
    <div className="row row-quiet">
      <p className="quiet">
        {wholeNumber(shown)} of {wholeNumber(total)} {noun} shown.
      </p>
      <button
        type="button"
        className="button button-plain"
        onClick={() => onShow(pageLength)}
      >{`Show ${wholeNumber(Math.min(pageLength, hidden))} more ${noun}`}</button>
      {hidden > pageLength && (
        <button
          type="button"
          className="button button-plain"
          onClick={() => onShow(total)}
        >{`Show all ${wholeNumber(total)} ${noun}`}</button>
      )}
    </div>
  );
}
