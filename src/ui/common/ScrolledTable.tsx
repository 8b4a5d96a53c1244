import type { ReactNode } from 'react';

interface ScrolledTableProps {
  readonly label: string;
  /** The table. */
  readonly children: ReactNode;
}

/** A table in a box of its own height, which keys can scroll as well. */
export function ScrolledTable({ label, children }: ScrolledTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what has no focus cannot be scrolled by keys.
    <section className="values-table" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
