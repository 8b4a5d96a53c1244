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
 * The colours of curves on this part of the page, as numbers: `light-dark()` is resolved only in a property that is a colour.
 *
 * @param frame decides between light and dark
 */
export function coloursOf(frame: HTMLElement, styles: readonly CurveStyle[]): string[] {
  return resolved(
    frame,
    styles.map((style) => tokens[style]),
  );
}

/** The colour of one of the page's own properties, likewise. */
export function tokenColour(frame: HTMLElement, property: string): string {
  return resolved(frame, [{ property, opacity: 1 }])[0] ?? 'transparent';
}

/** All are put on the page before any is read: each reading after a change has the browser work out its styles anew. */
function resolved(
  frame: HTMLElement,
  wanted: readonly { readonly property: string; readonly opacity: number }[],
): string[] {
  const probes = wanted.map(({ property }) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${property})`;
    return probe;
  });
  frame.append(...probes);
  const colours = probes.map((probe, index) => {
    const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return `rgba(${red}, ${green}, ${blue}, ${wanted[index]?.opacity})`;
  });
  for (const probe of probes) probe.remove();
  return colours;
}
