import { Component, type ReactNode } from 'react';

interface FaultBoundaryProps {
  /** Takes the place of the children where rendering them fails. */
  readonly fallback: (fault: string) => ReactNode;
  readonly children: ReactNode;
}

/** Where rendering fails, the page says so instead of going blank. (React offers this to classes alone.) */
export class FaultBoundary extends Component<FaultBoundaryProps, { readonly fault: string | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { fault } = this.state;
    return fault === null ? this.props.children : this.props.fallback(fault);
  }
}

/** In the place of the whole page. */
export function PageFault({ fault }: { readonly fault: string }) {
  return (
    <main className="page">
      <section className="section">
        <h1>The page could not be displayed</h1>
        <FaultText fault={fault} />
      </section>
    </main>
  );
}

/** For a part of the page, in its place. */
export function PartFault({ fault }: { readonly fault: string }) {
  return (
    <section className="section" role="alert">
      <h2>A part of the page could not be displayed</h2>
      <FaultText fault={fault} />
    </section>
  );
}

function FaultText({ fault }: { readonly fault: string }) {
  return (
    <>
      <p>
        Some of this page’s code failed or did not load. Stored images, runs and checkpoints are not affected:
        reload the page, and restore the last checkpoint to continue.
      </p>
      <details>
        <summary>Details</summary>
        <p>{fault}</p>
      </details>
    </>
  );
}
