import { type KeyboardEvent, useRef, useState } from 'react';
import { classNames } from '../../data/cifar10.ts';
import { sampleColumns, sampleCount, sampleLabel, sampleRows } from '../../data/samples.ts';
import { focusInRows } from '../common/focusInRows.ts';

interface SampleButtonsProps {
  /** Its place, 0 to 59. */
  readonly chosen: number | null;
  readonly onChoose: (place: number) => void;
}

/** A button over each picture of the wall. One of them is in the tab order; arrows walk from one to the next. */
export function SampleButtons({ chosen, onChoose }: SampleButtonsProps) {
  const group = useRef<HTMLDivElement>(null);
  const [reachable, setReachable] = useState(0);

  function walk(event: KeyboardEvent): void {
    const next = focusInRows(event.key, reachable, sampleColumns, sampleCount);
    if (next === null) return;
    event.preventDefault();
    setReachable(next);
    const button = group.current?.children[next];
    if (button instanceof HTMLElement) button.focus();
  }

  return (
    <div
      ref={group}
      className="sample-buttons"
      role="toolbar"
      aria-label="Sample pictures, arrow keys move"
      onKeyDown={walk}
    >
      {Array.from({ length: sampleCount }, (_, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a sample is known by
          key={place}
          type="button"
          tabIndex={place === reachable ? 0 : -1}
          aria-pressed={place === chosen}
          aria-label={sampleName(place)}
          onFocus={() => setReachable(place)}
          onClick={() => onChoose(place)}
        />
      ))}
    </div>
  );
}

/** cat, sample 3 of 6 */
function sampleName(place: number): string {
  return `${classNames[sampleLabel(place)]}, sample ${Math.trunc(place / sampleColumns) + 1} of ${sampleRows}`;
}
