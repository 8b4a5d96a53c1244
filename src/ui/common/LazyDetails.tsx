import { type ReactNode, useState } from 'react';
import { PartBoundary } from './FaultBoundary.tsx';

interface LazyDetailsProps {
  readonly summary: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A `<details>` element whose content is rendered only while it is open; what fails in it stays in it. */
export function LazyDetails({ summary, className, children }: LazyDetailsProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={className} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <PartBoundary>{children}</PartBoundary>}
    </details>
  );
}
