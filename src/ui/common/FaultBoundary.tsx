import { Component, type ReactNode } from 'react';
import { Failure, type FailureData, failureData } from '../../failure.ts';
import { notDisplayedTexts } from '../words/notDisplayed.ts';
import { ActionButton } from './ActionButton.tsx';
import { FailureDetails } from './FailureDetails.tsx';

interface Fault {
  readonly failure: FailureData;
  /** Renders the children anew. */
  readonly onRetry: () => void;
}

interface FaultBoundaryProps {
  /** Takes the place of the children where rendering them fails. What it throws goes to the next boundary around this one. */
  readonly fallback: (fault: Fault) => ReactNode;
  readonly children: ReactNode;
}

interface FaultState {
  readonly failure: FailureData | null;
}

/**
 * Where rendering fails, the page says so instead of going blank. The session does not notice: a run goes on. (React offers this to
 * classes alone.)
 */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultState> {
  override state: FaultState = { failure: null };

  static getDerivedStateFromError(error: unknown): FaultState {
    return { failure: failureData(error) };
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return this.props.fallback({ failure, onRetry: () => this.setState({ failure: null }) });
  }
}

/** Around everything. */
export function PageBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <FaultBoundary
      fallback={(fault) => (
        <main className="page">
          <section className="section">
            <h1>The page could not be displayed</h1>
            {faultNotice(notDisplayedTexts.page, fault)}
          </section>
        </main>
      )}
    >
      {children}
    </FaultBoundary>
  );
}

interface SectionBoundaryProps {
  /** Of the section. */
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** Around a section: what fails in it stays in it. */
export function SectionBoundary({ id, title, children }: SectionBoundaryProps) {
  return (
    <FaultBoundary
      fallback={(fault) => (
        <section id={id} className="section" aria-labelledby={`${id}-title`}>
          <h2 id={`${id}-title`}>{title}</h2>
          {faultNotice(notDisplayedTexts.part, fault)}
        </section>
      )}
    >
      {children}
    </FaultBoundary>
  );
}

/** Around a part of a section that the rest of it can do without, such as the charts. */
export function PartBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <FaultBoundary fallback={(fault) => faultNotice(notDisplayedTexts.part, fault)}>{children}</FaultBoundary>
  );
}

/**
 * Says that something could not be rendered, and offers to try again.
 *
 * @throws Failure where its code has not arrived: rendering it again would not help, and `Deferred` says what would
 */
function faultNotice(text: string, { failure, onRetry }: Fault): ReactNode {
  if (failure.code === 'part-not-loaded') throw new Failure(failure);
  return (
    <div className="notice notice-bad" role="alert">
      <p>{text}</p>
      <div className="row">
        <ActionButton onPress={onRetry}>Display it again</ActionButton>
      </div>
      <FailureDetails failure={failure} />
    </div>
  );
}
