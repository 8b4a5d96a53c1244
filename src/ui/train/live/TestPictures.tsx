import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classNames } from '../../../data/cifar10.ts';
import { shownTestPictures } from '../../../inspection/shownTestPictures.ts';
import { focusInRows } from '../../common/focusInRows.ts';
import { imageDataOf } from '../../common/Pictures.tsx';
import { useSessionState } from '../../common/sessionContext.ts';
import { usePictures } from '../../inspect/confusion/usePictures.ts';
import { Probabilities } from '../../inspect/Probabilities.tsx';
import { type Guess, guessName, guessOf } from '../../words/guesses.ts';
import './live.css';

const places = shownTestPictures.map(({ image }) => image);
const noPlaces: readonly number[] = [];

interface TestPicturesProps {
  /** [20, 10], row-major; null where there is no network */
  readonly probabilities: Float32Array | null;
  readonly label: string;
}

export function TestPictures({ probabilities, label: name }: TestPicturesProps) {
  const areStored = useSessionState(({ data }) => data.kind === 'ready');
  const { pictures } = usePictures('test', areStored ? places : noPlaces);
  const guesses = useMemo(() => guessesOf(probabilities), [probabilities]);
  const list = useRef<HTMLDivElement>(null);
  const detailId = useId();
  /** The one that Tab comes to. */
  const [current, setCurrent] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);

  function moveFocus(event: KeyboardEvent) {
    if (event.key === 'Escape') return setPointed(null);
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const columns = buttons.filter(({ offsetTop }) => offsetTop === buttons[0]?.offsetTop).length;
    const next = focusInRows(event.key, current, columns, buttons.length);
    if (next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  const pointedGuess = pointed === null ? null : (guesses[pointed] ?? null);
  return (
    <div className="live-pictures">
      <div ref={list} role="toolbar" aria-label={name} onKeyDown={moveFocus}>
        {shownTestPictures.map(({ image, label }, index) => (
          <button
            key={image}
            type="button"
            className={`live-picture ${classOf(guesses[index] ?? null)}`}
            aria-label={guessName(label, guesses[index] ?? null)}
            aria-describedby={pointed === index && pointedGuess ? detailId : undefined}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => {
              setCurrent(index);
              setPointed(index);
            }}
            onBlur={() => setPointed(null)}
            // Where the page moves under a pointer that rests, nothing is pointed at.
            onPointerMove={({ movementX, movementY }) => {
              if (movementX !== 0 || movementY !== 0) setPointed(index);
            }}
            onPointerLeave={() => setPointed(null)}
            onClick={() => setPointed(index)}
          >
            <PictureCanvas picture={pictures[index] ?? null} />
            <span className="live-guess" aria-hidden="true" translate="no">
              {classNames[guesses[index]?.predicted ?? -1] ?? ''}
            </span>
          </button>
        ))}
      </div>
      {pointed !== null && pointedGuess && (
        <Detail
          id={detailId}
          index={pointed}
          guess={pointedGuess}
          button={list.current?.children[pointed] ?? null}
        />
      )}
    </div>
  );
}

function guessesOf(probabilities: Float32Array | null): readonly (Guess | null)[] {
  if (probabilities === null) return [];
  const count = classNames.length;
  return shownTestPictures.map(({ label }, index) =>
    guessOf(label, [...probabilities.subarray(index * count, (index + 1) * count)]),
  );
}

function classOf(guess: Guess | null): string {
  if (guess === null) return '';
  return guess.isRight ? 'is-right' : 'is-wrong';
}

/** Drawn once: only what is written about it changes. */
function PictureCanvas({ picture }: { readonly picture: Uint8Array | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (context && picture) context.putImageData(imageDataOf(picture), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} className="pictures" width={32} height={32} />;
}

interface DetailProps {
  readonly id: string;
  readonly index: number;
  readonly guess: Guess;
  readonly button: Element | null;
}

/** In pixels, with its ten rows. */
const detailHeight = 240;

/** The ten probabilities, over what lies above the picture, or below it where the window ends above. */
function Detail({ id, index, guess, button }: DetailProps) {
  const { image = 0, label = 0 } = shownTestPictures[index] ?? {};
  const { offsetLeft = 0, offsetTop = 0, offsetHeight = 0 } = button instanceof HTMLElement ? button : {};
  const isBelow = (button?.getBoundingClientRect().top ?? 0) < detailHeight;
  return (
    <div
      id={id}
      role="tooltip"
      className={isBelow ? 'live-detail live-detail-below' : 'live-detail'}
      style={{
        '--left': `${offsetLeft}px`,
        '--top': `${isBelow ? offsetTop + offsetHeight : offsetTop}px`,
      }}
    >
      <p>
        Test picture {image}: <b translate="no">{classNames[label]}</b>
      </p>
      <Probabilities probabilities={guess.probabilities} label={label} />
    </div>
  );
}
