import { type ReactNode, Suspense } from 'react';
import type { FailureData } from '../../failure.ts';
import { notDisplayedTexts } from '../words/notDisplayed.ts';
import { FailureDetails } from './FailureDetails.tsx';
import { FaultBoundary } from './FaultBoundary.tsx';
import { useSessionState } from './sessionContext.ts';

interface DeferredProps {
  /** Takes the place of the children in the prerendered page, and until their code has arrived; nothing where it is left out. */
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

/**
 * Parts of the page that the first screen can do without. They are rendered, and the code of those that are lazy is requested,
 * once it is known which pictures are stored: by then the first button can be pressed. Should the code not arrive, the page
 * works without them, and says so where a place was kept for them.
 */
export function Deferred({ fallback, children }: DeferredProps) {
  const isFirstScreenUsable = useSessionState(({ data }) => data.kind !== 'checking');
  if (!isFirstScreenUsable) return fallback;
  return (
    <FaultBoundary fallback={({ failure }) => fallback && <PartMissing failure={failure} />}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </FaultBoundary>
  );
}

function PartMissing({ failure }: { readonly failure: FailureData }) {
  return (
    <section className="section" role="alert">
      <h2>A part of the page could not be displayed</h2>
      <p>{notDisplayedTexts.missing}</p>
      <FailureDetails failure={failure} />
    </section>
  );
}
