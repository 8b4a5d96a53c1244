import type { LinkReading } from '../../network/configurationLink.ts';
import { useSessionState } from '../common/sessionContext.ts';

/** Says what is wrong with the link that opened the page, or which of its parts were ignored. */
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
      return names === ''
        ? null
        : `The link also sets ${names}, which this page does not support and ignores.`;
    }
    case 'broken':
      return `This link is broken: “${link.name} = ${link.text}” is not valid.`;
    case 'malformed':
      return 'This link is broken: it contains an invalid “%” sequence.';
  }
}
