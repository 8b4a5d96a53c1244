import { damaged } from '../tensorFiles/damaged.ts';

const maxCharacters = 4_000_000;
/** A model's JSON is eight levels deep. */
const maxDepth = 32;

/**
 * Parses untrusted JSON.
 *
 * @throws Failure `weights-file-damaged` where it is invalid, or larger or deeper than any description of a network
 */
export function parseJson(text: string): unknown {
  if (text.length > maxCharacters) throw damaged('its JSON is larger than that of any network');
  if (depthOf(text) > maxDepth) throw damaged('its JSON is nested deeper than that of any network');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not complete JSON', cause);
  }
}

/** In one pass: a regular expression for strings takes quadratic time where a string does not end. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let place = 0; place < text.length; place++) {
    const character = text[place];
    // Strings may contain brackets and escaped quotes.
    if (isInString && character === '\\') place += 1;
    else if (character === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
