import type { LinkReading } from '../../network/configurationLink.ts';
import { useSessionState } from '../common/sessionContext.ts';

/** What is wrong with the link that the page was opened by, or what of it was passed over. */
export function LinkNotice() {
  const link = useSessionState((state) => state.link);
  const text = noticeText(link);
  if (text === null) return null;
  return link.kind === 'read' ? (
    <p className="quiet">{text}</p>
  ) : (
    <p className="notice" role="alert">
      {text} The values below are not from the link.
    </p>
  );
}

function noticeText(link: LinkReading): string | null {
  switch (link.kind) {
    case 'none':
      return null;
    case 'read': {
      const names = link.unknown.map((name) => `“${name}”`).join(', ');
      return names === '' ? null : `The link also names ${names}, which this page does not know.`;
    }
    case 'broken':
      return `This link is broken: it says “${link.name} = ${link.text}”, which cannot be used here.`;
    case 'malformed':
      return 'This link is broken: a “%” in it stands for no character.';
  }
}
