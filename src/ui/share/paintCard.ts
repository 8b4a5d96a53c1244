import { imageSize } from '../../data/cifar10.ts';
import { rgbaPicture } from '../common/canvas.ts';
import { lightTokenColours } from '../common/tokenColours.ts';
import type { Card } from './card.ts';
import { cardLayout, cardSize, type Drawing, type Ink } from './cardLayout.ts';
import type { Font } from './fitText.ts';

/**
 * Paints the card on a canvas, in the page's light colours whatever its theme.
 *
 * @param pixels [pictures, 32, 32, 4]: RGBA; null while there are none
 */
export function paintCard(
  canvas: HTMLCanvasElement,
  card: Card,
  pixels: Uint8ClampedArray<ArrayBuffer> | null,
): void {
  // Setting its size clears the canvas.
  Object.assign(canvas, cardSize);
  // It is read back as a PNG, and nothing in it is work for a GPU.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new RangeError('the browser gave no canvas to draw on');
  const family = getComputedStyle(document.body).fontFamily;
  const fontText = ({ size, weight }: Font) => `${weight} ${size}px ${family}`;
  const drawings = cardLayout(card, (text, font) => {
    context.font = fontText(font);
    return context.measureText(text).width;
  });
  const colourOf = lightColours(drawings);
  for (const drawing of drawings) {
    context.save();
    switch (drawing.kind) {
      case 'rectangle': {
        const { left, top, width, height } = drawing.box;
        context.fillStyle = colourOf(drawing.colour);
        context.fillRect(left, top, width, height);
        break;
      }
      case 'text':
        context.font = fontText(drawing.font);
        context.textAlign = drawing.align;
        context.fillStyle = colourOf(drawing.colour);
        context.fillText(drawing.text, ...drawing.at);
        break;
      case 'line':
        context.strokeStyle = colourOf(drawing.colour);
        context.lineWidth = drawing.width;
        context.lineJoin = 'round';
        context.globalAlpha = drawing.opacity;
        context.setLineDash([...drawing.dash]);
        context.beginPath();
        for (const point of drawing.points) context.lineTo(...point);
        context.stroke();
        break;
      case 'picture':
        if (pixels) paintPicture(context, pixels, drawing);
    }
    context.restore();
  }
}

/** Each pixel of the picture is a square. */
function paintPicture(
  context: CanvasRenderingContext2D,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  { index, at: [left, top], scale }: Extract<Drawing, { kind: 'picture' }>,
): void {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: imageSize, height: imageSize });
  canvas.getContext('2d')?.putImageData(rgbaPicture(pixels, index), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, left, top, scale * imageSize, scale * imageSize);
}

function lightColours(drawings: readonly Drawing[]): (ink: Ink) => string {
  const inks = [...new Set(drawings.flatMap((drawing) => ('colour' in drawing ? [drawing.colour] : [])))];
  const colours = new Map(lightTokenColours(inks).map((colour, index) => [inks[index] ?? '--text', colour]));
  return (ink) => colours.get(ink) ?? '';
}
