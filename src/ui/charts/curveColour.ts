import type { CurveStyle } from './series.ts';

const tokens: Record<CurveStyle, { readonly property: string; readonly opacity: number }> = {
  train: { property: '--train', opacity: 1 },
  'train-pale': { property: '--train', opacity: 0.3 },
  part: { property: '--text-quiet', opacity: 0.9 },
  test: { property: '--test', opacity: 1 },
  validation: { property: '--validation', opacity: 1 },
  change: { property: '--text-quiet', opacity: 1 },
  'article-train': { property: '--text', opacity: 0.75 },
  'article-test': { property: '--test', opacity: 0.75 },
  'overlay-1': { property: '--overlay-1', opacity: 1 },
  'overlay-2': { property: '--overlay-2', opacity: 1 },
  'overlay-3': { property: '--overlay-3', opacity: 1 },
  'overlay-4': { property: '--overlay-4', opacity: 1 },
};

/**
 * The colour of a curve on this part of the page, as numbers: `light-dark()` is resolved only in a property that is a colour.
 *
 * @param frame decides between light and dark
 */
export function colourOf(frame: HTMLElement, style: CurveStyle): string {
  const { property, opacity } = tokens[style];
  return tokenColour(frame, property, opacity);
}

export function tokenColour(frame: HTMLElement, property: string, opacity = 1): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  frame.append(probe);
  const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}
