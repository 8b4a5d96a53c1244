import { describe, expect, it } from 'vitest';
import { defaultHyperparameters } from '../../../src/configuration/hyperparameters.ts';
import { presets } from '../../../src/configuration/presets.ts';
import { emptyHistory, type RunHistory } from '../../../src/history/history.ts';
import type { FirstLayerPictures } from '../../../src/inspection/firstLayerPictures.ts';
import type { Run } from '../../../src/session/state/runState.ts';
import { initialState, type SessionState } from '../../../src/session/state/sessionState.ts';
import { type Card, cardOf, cardText, shownAddress } from '../../../src/ui/share/card.ts';
import { cardLayout, cardSize, type Drawing } from '../../../src/ui/share/cardLayout.ts';
import { type Font, fitText } from '../../../src/ui/share/fitText.ts';

const run: Run = {
  id: '2026-11-30_18-00-00',
  network: 'two-layer',
  hyperparameters: defaultHyperparameters,
  progress: { step: 2_000, epochs: 16, msPerStep: 10, tensorCount: 4, elapsedSeconds: 97.2 },
  testEvaluations: 1,
  startedAt: '2026-11-30T18:00:00Z',
  parent: null,
};

const training = Array.from({ length: 201 }, (_, index) => {
  const accuracy = 0.1 + 0.4 * (1 - Math.exp(-index / 40));
  return { step: 10 * index, loss: 2, crossEntropy: 1.9, l2Penalty: 0.1, accuracy };
});
const tested: RunHistory = { ...emptyHistory, training, test: [{ step: 2_000, accuracy: 0.4582 }] };

const pictures: FirstLayerPictures = {
  ...{ kind: 'units', count: 120, isChange: true },
  shown: Array.from({ length: 24 }, (_, unit) => unit),
  pixels: new Uint8ClampedArray(24 * 32 * 32 * 4),
};

function stateOf(change: Partial<SessionState>): SessionState {
  return { ...initialState, run: { kind: 'finished', run }, history: tested, ...change };
}

function made(change: Partial<SessionState> = {}, ...[shown = null, address = null]: Shown): Card {
  const card = cardOf(stateOf(change), shown, address);
  if (!card) throw new Error('nothing was measured');
  return card;
}
type Shown = [pictures?: FirstLayerPictures | 'pending' | null, address?: string | null];

/** As wide as in a wide font. */
function measure(text: string, { size, weight }: Font): number {
  return [...text].length * size * (weight === 400 ? 0.6 : 0.66);
}

describe('the card of a run', () => {
  it('has its test accuracy where it was evaluated at its last step', () => {
    expect(made()).toMatchObject({ figure: '45.8 %', sentence: 'of 10,000 unseen pictures right' });
  });

  it('has its validation accuracy, by that name, where the test images were not looked at', () => {
    const hyperparameters = { ...defaultHyperparameters, validationImages: 5_000 };
    const validated = { ...tested, test: [], validation: [{ step: 1_800, accuracy: 0.441 }] };
    const card = made({ history: validated, run: { kind: 'stopped', run: { ...run, hyperparameters } } });
    expect(card).toMatchObject({ figure: '44.1 %', sentence: 'of 5,000 validation pictures right' });
  });

  it('does not take the test accuracy of an earlier step for that of the last', () => {
    const history = { ...tested, test: [{ step: 1_000, accuracy: 0.9 }] };
    expect(made({ history })).toMatchObject({
      figure: '49.7 %',
      sentence: 'of its last training batch right',
    });
  });

  it('says that mirror images were evaluated too', () => {
    const hyperparameters = { ...defaultHyperparameters, views: 'mirrored' } as const;
    const card = made({ run: { kind: 'finished', run: { ...run, hyperparameters } } });
    expect(card.training).toBe(
      '2,000 steps of 400 pictures in 1 min 37 s, in a browser tab, evaluated with mirror images',
    );
  });

  it('says where a run has diverged', () => {
    const failure = { code: 'diverged', details: { step: 120 } } as const;
    const card = made({ run: { kind: 'failed', run, failure } });
    expect(card).toMatchObject({
      figure: 'Diverged',
      sentence: 'by step 120 of 2,000',
    });
  });

  it('is not there before anything was measured', () => {
    expect(cardOf(initialState, null, null)).toBeNull();
    expect(cardOf(stateOf({ history: emptyHistory }), null, null)).toBeNull();
  });

  it('says in a line what was trained, how, and how long', () => {
    const card = made();
    expect(card.network).toBe('Two-layer network, 3072–120–10');
    expect(card.training).toBe('2,000 steps of 400 pictures in 1 min 37 s, in a browser tab');
    const stopped = { ...run, progress: { ...run.progress, step: 1, elapsedSeconds: 0.1 } };
    expect(made({ run: { kind: 'stopped', run: stopped } }).training).toBe(
      '1 of 2,000 steps of 400 pictures in 0.1 s, in a browser tab',
    );
  });

  it.each([
    ['softmax', 'Softmax classifier, 3072–10'],
    ['three-layer', /^Three-layer network, 3072–\d+–\d+–10$/],
    ['convolutional', /^Convolutional network, \d+ \+ \d+ \+ \d+ filters$/],
    ['convolutional-record', /^Convolutional network, record, /],
  ])('names the network %s', (network, expected) => {
    const { hyperparameters = {} } = presets.find((preset) => preset.network === network) ?? {};
    const all = { ...defaultHyperparameters, ...hyperparameters };
    const card = made({ run: { kind: 'finished', run: { ...run, network, hyperparameters: all } } });
    expect(card.network).toMatch(expected);
  });

  it('is told in words, with everything on it', () => {
    expect(cardText(made({}, pictures, 'example.org/cifar'))).toBe(
      'CIFAR-10 in a tab. 45.8 % of 10,000 unseen pictures right. Accuracy over 2,000 steps: measured, training, test. ' +
        'A line at the article’s test accuracy, 0.4633. ' +
        '12 pictures: 12 of the first layer’s 120 units, what training has added. ' +
        'Two-layer network, 3072–120–10. 2,000 steps of 400 pictures in 1 min 37 s, in a browser tab. example.org/cifar.',
    );
  });
});

describe('the address on the card', () => {
  it.each([
    ['https://example.org/cifar-10/', 'example.org/cifar-10'],
    ['https://example.org/cifar-10/index.html', 'example.org/cifar-10'],
    ['https://example.org:8443/', 'example.org:8443'],
    ['http://localhost:4173/', null],
    ['http://page.localhost/', null],
    ['http://127.0.0.1:8080/', null],
    ['http://[::1]:8080/', null],
  ])('of %s is %s', (href, expected) => expect(shownAddress(new URL(href))).toBe(expected));
});

describe('a text that is fitted', () => {
  const font = { size: 30, weight: 400 } as const;

  it('keeps its size where it has room', () => {
    expect(fitText('short', font, 20, 200, measure)).toEqual({ text: 'short', font });
  });

  it('is made smaller, but not smaller than it can be read', () => {
    expect(fitText('x'.repeat(15), font, 20, 200, measure)).toEqual({
      text: 'x'.repeat(15),
      font: { size: 22, weight: 400 },
    });
    const { text, font: least } = fitText('word '.repeat(20), font, 20, 200, measure);
    expect(least.size).toBe(20);
    expect(text).toBe('word word word…');
  });

  it('is cut between characters, never within one', () => {
    expect(fitText('😀'.repeat(40), font, 20, 50, measure).text).toBe('😀😀😀…');
    expect(fitText('anything', font, 20, 0, measure).text).toBe('…');
  });
});

describe('the layout of the card', () => {
  const long = 'a word that does not end, '.repeat(40);
  const cards: [what: string, Card][] = [
    ['with pictures', made({}, pictures, 'example.org')],
    ['while the pictures are computed', made({}, 'pending')],
    ['without pictures', made()],
    [
      'of a classifier',
      made({}, { ...pictures, kind: 'classes', count: 10, shown: pictures.shown.slice(0, 10) }),
    ],
    ['of two units', made({}, { ...pictures, count: 2, shown: [0, 1] })],
    ['of one step', made({ history: { ...tested, training: training.slice(0, 1), test: [] } })],
    [
      'with values that are no numbers',
      made({
        history: {
          ...tested,
          training: training.map((point) => ({ ...point, accuracy: Number.NaN })),
          test: [],
        },
      }),
    ],
    [
      'with long texts everywhere',
      { ...made({}, { ...pictures }, long), figure: long, sentence: long, network: long, training: long },
    ],
  ];

  it.each(cards)('%s: nothing leaves the card, and no text runs into what is beside it', (_, card) => {
    const drawings = cardLayout(card, measure);
    for (const drawing of drawings) {
      const { left, right, top, bottom } = extent(drawing);
      expect(left, JSON.stringify(drawing)).toBeGreaterThanOrEqual(0);
      expect(right, JSON.stringify(drawing)).toBeLessThanOrEqual(cardSize.width);
      expect(top, JSON.stringify(drawing)).toBeGreaterThanOrEqual(0);
      expect(bottom, JSON.stringify(drawing)).toBeLessThanOrEqual(cardSize.height);
    }
    const texts = drawings.filter(({ kind }) => kind === 'text').map(extent);
    const pictured = drawings.filter(({ kind }) => kind === 'picture').map(extent);
    for (const [index, one] of texts.entries()) {
      for (const other of [...texts.slice(index + 1), ...pictured]) {
        expect(overlap(one, other), `${JSON.stringify(one)} and ${JSON.stringify(other)}`).toBe(false);
      }
    }
  });

  it.each(cards)('%s: every picture is at a whole multiple of its pixels', (_, card) => {
    for (const drawing of cardLayout(card, measure)) {
      if (drawing.kind !== 'picture') continue;
      expect(drawing.scale).toBeGreaterThanOrEqual(2);
      expect([drawing.scale, ...drawing.at].every(Number.isInteger)).toBe(true);
    }
  });

  it('has a picture of each unit that there is, up to twelve', () => {
    const counts = [1, 2, 3, 4, 5, 7, 10, 12, 24].map((count) => {
      const card = made({}, { ...pictures, count, shown: pictures.shown.slice(0, count) });
      return cardLayout(card, measure).filter(({ kind }) => kind === 'picture').length;
    });
    expect(counts).toEqual([1, 2, 3, 4, 5, 7, 10, 12, 12]);
  });

  it('names the article’s line and each curve', () => {
    const texts = cardLayout(made(), measure).flatMap((drawing) =>
      drawing.kind === 'text' ? [drawing.text] : [],
    );
    expect(texts).toEqual(expect.arrayContaining(['Training', 'Test', 'Article, test 0.4633']));
  });
});

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function extent(drawing: Drawing): Extent {
  switch (drawing.kind) {
    case 'rectangle': {
      const { left, top, width, height } = drawing.box;
      return { left, right: left + width, top, bottom: top + height };
    }
    case 'picture': {
      const [left, top] = drawing.at;
      return { left, right: left + 32 * drawing.scale, top, bottom: top + 32 * drawing.scale };
    }
    case 'line': {
      const xs = drawing.points.map(([x]) => x);
      const ys = drawing.points.map(([, y]) => y);
      if (drawing.points.length === 0) return { left: 0, right: 0, top: 0, bottom: 0 };
      return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    }
    case 'text': {
      const { text, font, at, align } = drawing;
      const width = measure(text, font);
      const left = at[0] - width * { start: 0, center: 0.5, end: 1 }[align];
      return { left, right: left + width, top: at[1] - 0.75 * font.size, bottom: at[1] + 0.25 * font.size };
    }
  }
}

function overlap(one: Extent, other: Extent): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
