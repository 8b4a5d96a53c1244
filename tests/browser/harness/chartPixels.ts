/** Runs in the page: how many pixels of a chart have a token's colour. */
export function pixelsOf(frame: Element, token: string): number {
  const canvas = frame.querySelector('canvas');
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  frame.append(probe);
  const colour = getComputedStyle(probe).color.match(/\d+/g)?.join();
  probe.remove();
  if (!canvas?.width) return 0;
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
  return Array.from({ length: data.length / 4 }, (_, pixel) =>
    data.slice(4 * pixel, 4 * pixel + 3).join(),
  ).filter((drawn) => drawn === colour).length;
}
