import { type ReactNode, useEffect, useRef, useState } from 'react';
import { chosenPart, followTab } from '../tabs/chosenTab.ts';
import { PartBoundary } from './FaultBoundary.tsx';

interface LazyDetailsProps {
  readonly summary: ReactNode;
  readonly className?: string;
  /** Its name in the address: a link to it opens it, and scrolls there. */
  readonly part?: string;
  readonly children: ReactNode;
}

/** A `<details>` element whose content is rendered only while it is open; what fails in it stays in it. */
export function LazyDetails({ summary, className, part, children }: LazyDetailsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    if (part === undefined) return;
    const showIfAddressed = () => {
      if (chosenPart() !== part || !details.current) return;
      details.current.open = true;
      holdInView(details.current);
    };
    showIfAddressed();
    return followTab(showIfAddressed);
  }, [part]);

  return (
    <details ref={details} className={className} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <PartBoundary>{children}</PartBoundary>}
    </details>
  );
}

/** What stands above it, and it itself, may still be loading. */
const holdingMs = 3_000;

/** Scrolls there, and again while the page grows, until the person does something. */
function holdInView(element: Element): void {
  const holding = new AbortController();
  const observer = new ResizeObserver(() => element.scrollIntoView());
  observer.observe(document.body);
  const release = () => {
    observer.disconnect();
    holding.abort();
  };
  for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    addEventListener(event, release, { passive: true, signal: holding.signal });
  }
  setTimeout(release, holdingMs);
}
