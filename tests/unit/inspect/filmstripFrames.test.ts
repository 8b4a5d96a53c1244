import { describe, expect, it } from 'vitest';
import type { FirstLayerPictures } from '../../../src/inspection/firstLayerPictures.ts';
import {
  emptyFilmstrip,
  framesOf,
  nextFrame,
  withPictures,
} from '../../../src/ui/inspect/filmstrip/frames.ts';
import type { InspectedPosition } from '../../../src/ui/inspect/inspectedPositions.ts';

function at(step: number, id = `step-${step}`): InspectedPosition {
  return { target: { kind: 'checkpoint', id }, step, title: '' };
}

const present: InspectedPosition = { target: { kind: 'presentRun' }, step: null, title: '' };

/** Of each unit, all bytes are its index. */
function picturesOf(shown: readonly number[]): FirstLayerPictures {
  const pixels = Uint8ClampedArray.from(shown.flatMap((unit) => Array<number>(4_096).fill(unit)));
  return { kind: 'units', count: 40, isChange: true, shown, pixels };
}

const mostInfluential = Array.from({ length: 24 }, (_, place) => 30 - place);
const firstTen = mostInfluential.slice(0, 10);

describe('the checkpoints of a filmstrip', () => {
  it('are all of a few, each step once, without the present weights', () => {
    const frames = framesOf([at(100), at(200, 'best'), at(200), at(300), present]);
    expect(frames).toEqual([
      { id: 'step-100', step: 100 },
      { id: 'step-200', step: 200 },
      { id: 'step-300', step: 300 },
    ]);
  });

  it('are twelve of many: the first, the last, and others evenly between', () => {
    const frames = framesOf(Array.from({ length: 100 }, (_, index) => at(100 * (index + 1))));
    expect(frames).toHaveLength(12);
    expect([frames[0]?.step, frames.at(-1)?.step]).toEqual([100, 10_000]);
    const distances = frames.slice(1).map(({ step }, index) => step - (frames[index]?.step ?? 0));
    for (const distance of distances) expect(distance).toBe(900);
  });

  it('are asked about one by one, the last first: its ten most influential units are the rows of all', () => {
    const frames = framesOf([at(100), at(200), at(300)]);
    expect(nextFrame(frames, emptyFilmstrip, [])?.step).toBe(300);
    const begun = withPictures(emptyFilmstrip, 300, picturesOf(mostInfluential));
    expect(begun.rows).toEqual({ kind: 'units', count: 40, isChange: true, units: firstTen, step: 300 });
    expect(begun.pictures.get(300)).toEqual(picturesOf(firstTen).pixels);

    expect(nextFrame(frames, begun, [])?.step).toBe(100);
    const further = withPictures(begun, 100, picturesOf(firstTen));
    expect(further.rows).toBe(begun.rows);
    expect(nextFrame(frames, further, [])?.step).toBe(200);
    expect(nextFrame(frames, further, [200])).toBeNull();
  });

  it('are chosen by another where the last cannot be read', () => {
    expect(nextFrame(framesOf([at(100), at(200), at(300)]), emptyFilmstrip, [300])?.step).toBe(200);
  });

  it('are not asked about where the first layer is not trained', () => {
    const untrained = withPictures(emptyFilmstrip, 200, { ...picturesOf(firstTen), isChange: false });
    expect(nextFrame(framesOf([at(100), at(200)]), untrained, [])).toBeNull();
  });
});
