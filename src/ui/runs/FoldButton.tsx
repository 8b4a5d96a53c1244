import type { ReactNode } from 'react';

interface FoldButtonProps {
  readonly isOpen: boolean;
  readonly onFold: () => void;
  readonly children: ReactNode;
  /** The id of what its words are about, where they do not say it. */
  readonly describedBy?: string;
}

/** Shows and hides the rows that belong to a row. */
export function FoldButton({ isOpen, onFold, children, describedBy }: FoldButtonProps) {
  return (
    <button
      type="button"
      className="fold-button"
      aria-expanded={isOpen}
      aria-describedby={describedBy}
      onClick={onFold}
    >
      <span aria-hidden="true" className="fold-arrow">
        {isOpen ? '▾' : '▸'}
      </span>
      {children}
    </button>
  );
}
