import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ExportedFile } from '../../export/exportedFile.ts';
import { shownRun } from '../../session/state/runState.ts';
import { ActionButton } from '../common/ActionButton.tsx';
import { pngOf } from '../common/canvas.ts';
import { FailureNotice } from '../common/FailureNotice.tsx';
import { useSession, useSessionState } from '../common/sessionContext.ts';
import { type CardSource, cardOf, cardText, shownAddress } from './card.ts';
import { cardSize } from './cardLayout.ts';
import { paintCard } from './paintCard.ts';
import { type SharedLink, sharedLink } from './sharedLink.ts';
import { canSharePictures, sharePicture } from './systemShare.ts';
import { useCardPictures } from './useCardPictures.ts';

/** The card as it is saved, and the link that goes with it. */
export default function ShareContent() {
  const session = useSession();
  const source = useCardSource();
  const failure = useSessionState(({ notices }) => notices.find(({ place }) => place === 'export')?.failure);
  const pictures = useCardPictures();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [answer, setAnswer] = useState('');
  const card = useMemo(() => cardOf(source, pictures, shownAddress(location)), [source, pictures]);
  const link = useMemo(() => sharedLink(source, location), [source]);
  const text = card ? cardText(card) : '';
  const stillMissing =
    pictures === 'pending' ? 'The pictures are still being computed: wait a moment.' : null;

  useEffect(() => {
    if (!canvas.current || !card) return;
    const pixels = pictures === null || pictures === 'pending' ? null : pictures.pixels;
    paintCard(canvas.current, card, pixels);
  }, [card, pictures]);

  async function cardFile(): Promise<ExportedFile> {
    if (!canvas.current) throw new RangeError('the card is no longer shown');
    const name = `cifar-10-result-${shownRun(source.run)?.id ?? 'run'}.png`;
    return { name, mediaType: 'image/png', bytes: await pngOf(canvas.current) };
  }

  function save(): void {
    void session.exports.deliver(async () => {
      const file = await cardFile();
      setAnswer(`Sent to your browser’s downloads: ${file.name}.`);
      return [file];
    });
  }

  /** Nothing goes to the downloads; what goes wrong is said where it is for those. */
  function share(): void {
    void session.exports.deliver(async () => {
      await sharePicture(await cardFile(), link ? `${text}\n${link.href}` : text);
      return [];
    });
  }

  return (
    <div className="share-content">
      <canvas ref={canvas} className="card-preview" role="img" aria-label={text} {...cardSize} />
      {failure && <FailureNotice failure={failure} />}
      <div className="row">
        <ActionButton variant="primary" disabledReason={stillMissing} onRefused={setAnswer} onPress={save}>
          Save as PNG
        </ActionButton>
        {canSharePictures() && (
          <ActionButton disabledReason={stillMissing} onRefused={setAnswer} onPress={share}>
            Share…
          </ActionButton>
        )}
      </div>
      {link ? (
        <LinkRow link={link} onCopied={setAnswer} />
      ) : (
        <p className="quiet">
          There is no link to this run: it has values that the fields of this page do not accept.
        </p>
      )}
      <p className="share-answer" role="status">
        {answer}
      </p>
    </div>
  );
}

function useCardSource(): CardSource {
  const run = useSessionState((state) => state.run);
  const runs = useSessionState((state) => state.runs);
  const network = useSessionState((state) => state.network);
  const history = useSessionState((state) => state.history);
  return useMemo(() => ({ run, runs, network, history }), [run, runs, network, history]);
}

interface LinkRowProps {
  readonly link: SharedLink;
  readonly onCopied: (answer: string) => void;
}

/** The link can be seen, and copied by hand where the clipboard is out of reach. */
function LinkRow({ link: { href, explanation }, onCopied }: LinkRowProps) {
  const field = useRef<HTMLInputElement>(null);
  const explanationId = useId();

  async function copy(): Promise<void> {
    // The clipboard may not answer for a long time, or never.
    field.current?.select();
    onCopied('The link is selected: copy it from its field.');
    try {
      await navigator.clipboard.writeText(href);
      onCopied('Link copied.');
    } catch {
      // What was said is true.
    }
  }

  return (
    <div className="share-link">
      <div className="row">
        <input
          ref={field}
          className="number-field"
          readOnly
          value={href}
          aria-label="Link"
          aria-describedby={explanationId}
          translate="no"
          onFocus={({ target }) => target.select()}
        />
        <ActionButton onPress={() => void copy()}>Copy link</ActionButton>
      </div>
      <p id={explanationId} className="quiet">
        {explanation}
      </p>
    </div>
  );
}
