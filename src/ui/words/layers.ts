/** `hidden` → `Hidden layer`, `hidden2` → `Hidden layer 2`, `conv1` → `Convolution 1` */
export function layerTitle(name: string): string {
  const { word, place, isWhole } = partsOf(name);
  return isWhole ? `${word}${place}` : `${word} layer${place}`;
}

/** `Convolutions 2 to 4`: neighbours of one kind. */
export function layersTitle(first: string, last: string): string {
  const { word, place, isWhole } = partsOf(first);
  return `${word}${isWhole ? 's' : ' layers'}${place} to${partsOf(last).place}`;
}

/** `Hidden`, `Hidden 2`, `Convolution 1`: for a list of layers. */
export function layerName(name: string): string {
  const { word, place } = partsOf(name);
  return `${word}${place}`;
}

/** `the hidden layer`, `convolution 1`: within a sentence. */
export function layerPhrase(name: string): string {
  const title = layerTitle(name).toLowerCase();
  return partsOf(name).isWhole ? title : `the ${title}`;
}

/** What one column of a layer's weights is called. */
export function unitNoun(name: string): 'filter' | 'unit' {
  return isConvolution(name) ? 'filter' : 'unit';
}

function isConvolution(name: string): boolean {
  return /^conv\d*$/.test(name);
}

interface NameParts {
  readonly word: string;
  readonly place: string;
  /** Whether the word says by itself that it is a layer. */
  readonly isWhole: boolean;
}

function partsOf(name: string): NameParts {
  const [, word = name, digits = ''] = /^(\D*)(\d*)$/.exec(name) ?? [];
  const place = digits && ` ${digits}`;
  if (isConvolution(name)) return { word: 'Convolution', place, isWhole: true };
  return { word: `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`, place, isWhole: false };
}
