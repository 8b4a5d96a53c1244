import { type ReactNode, useState } from 'react';

interface UnfoldingProps {
  readonly summary: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something folded away. What is inside is built only while it is open. */
export function Unfolding({ summary, className, children }: UnfoldingProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={className} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children}
    </details>
  );
}
