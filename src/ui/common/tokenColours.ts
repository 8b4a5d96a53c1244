/**
 * Resolves tokens to numbers, as `light-dark()` is resolved only in a property that takes a colour. All probes are added before any is
 * read: each read after a change makes the browser compute styles again.
 *
 * @param tokens custom properties of `tokens.css`
 */
export function tokenColours(surface: Element, tokens: readonly string[]): string[] {
  const probes = tokens.map((token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${token})`;
    return probe;
  });
  surface.append(...probes);
  const colours = probes.map((probe) => getComputedStyle(probe).color);
  for (const probe of probes) probe.remove();
  return colours;
}

/** The same in the page's light colours, whatever its theme: for what leaves it. */
export function lightTokenColours(tokens: readonly string[]): string[] {
  const surface = document.createElement('div');
  surface.className = 'always-light';
  document.body.append(surface);
  const colours = tokenColours(surface, tokens);
  surface.remove();
  return colours;
}
