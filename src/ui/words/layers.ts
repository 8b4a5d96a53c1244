/** `hidden` → `Hidden layer`, `hidden2` → `Hidden layer 2` */
export function layerTitle(name: string): string {
  const { word, place } = partsOf(name);
  return `${word} layer${place}`;
}

/** `Hidden`, `Hidden 2`: for a list of layers. */
export function layerName(name: string): string {
  const { word, place } = partsOf(name);
  return `${word}${place}`;
}

function partsOf(name: string): { readonly word: string; readonly place: string } {
  const [, word = name, place = ''] = /^(\D*)(\d*)$/.exec(name) ?? [];
  return { word: `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`, place: place && ` ${place}` };
}
