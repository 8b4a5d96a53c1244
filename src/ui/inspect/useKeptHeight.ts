import { type RefObject, useEffect, useState } from 'react';

/**
 * The height that a view had while it was full, for as long as it is empty: what is below it stays where it is, and whoever reads there
 * or drags the slider keeps their place.
 *
 * @returns pixels; undefined while the view is full, and before it was
 */
export function useKeptHeight(view: RefObject<HTMLElement | null>, isFull: boolean): number | undefined {
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    if (!view.current || !isFull) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.borderBoxSize[0]?.blockSize));
    observer.observe(view.current);
    return () => observer.disconnect();
  }, [view, isFull]);
  return isFull ? undefined : height;
}
