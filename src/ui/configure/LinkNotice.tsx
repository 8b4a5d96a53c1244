import { useSessionState } from '../common/sessionContext.ts';
import { ignoredNamesText, linkProblems } from '../words/links.ts';

/** Says what of the link that opened the page is not used, and why. */
export default function LinkNotice() {
  const link = useSessionState((state) => state.link);
  const problems = linkProblems(link.findings);
  const ignored = ignoredNamesText(link.findings);
  if (problems.length === 0) return link.kind === 'read' && ignored && <p className="quiet">{ignored}</p>;
  return (
    <div className="notice" role="alert">
      <p>{link.kind === 'read' ? 'Not all of this link can be used:' : 'This link cannot be used:'}</p>
      <ul>
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: long names, cut short, may give the same sentence.
          <li key={index}>{problem}</li>
        ))}
      </ul>
      <p>
        {link.kind === 'read'
          ? 'These parts are treated as if they were left out. All others are used.'
          : 'The values below are not from the link.'}{' '}
        {ignored}
      </p>
    </div>
  );
}
