import { useSessionState } from '../common/sessionContext.ts';

/** What is wrong with the link that the page was opened by. */
export function BrokenLink() {
  const broken = useSessionState((state) => state.brokenLink);
  if (!broken) return null;
  return (
    <p className="notice" role="alert">
      This link is broken: it says “{broken.name} = {broken.text}”, which this page does not know or cannot
      use. The values below are not from the link.
    </p>
  );
}
