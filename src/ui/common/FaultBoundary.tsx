import { Component, type ReactNode } from 'react';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

/** Where drawing the page itself fails, it says so instead of going blank. (React offers this to classes alone.) */
export class FaultBoundary extends Component<FaultBoundaryProps, { readonly fault: string | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <main className="page">
        <section className="section">
          <h1>The page could not be drawn</h1>
          <p>
            Something in this page’s own code failed. Pictures, runs and checkpoints are stored and not
            affected: reload the page, and restore the last checkpoint to go on.
          </p>
          <details>
            <summary>Details</summary>
            <p>{fault}</p>
          </details>
        </section>
      </main>
    );
  }
}
