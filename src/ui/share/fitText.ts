export interface Font {
  /** In pixels. */
  readonly size: number;
  readonly weight: 400 | 600 | 700;
}

/** How wide a text is in a font, in pixels. */
export type Measure = (text: string, font: Font) => number;

export interface FittedText {
  readonly text: string;
  readonly font: Font;
}

/**
 * The text in the largest size up to the font's in which it is not wider than the width. One that is still too wide in the least size
 * is cut, and ends in an ellipsis.
 */
export function fitText(
  text: string,
  { size, weight }: Font,
  leastSize: number,
  width: number,
  measure: Measure,
): FittedText {
  for (let fitting = size; fitting > leastSize; fitting--) {
    const font = { size: fitting, weight };
    if (measure(text, font) <= width) return { text, font };
  }
  const font = { size: leastSize, weight };
  return { text: cutText(text, width, (cut) => measure(cut, font)), font };
}

function cutText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  for (let length = characters.length - 1; length > 0; length--) {
    const cut = `${characters.slice(0, length).join('').trimEnd()}…`;
    if (measure(cut) <= width) return cut;
  }
  return '…';
}
