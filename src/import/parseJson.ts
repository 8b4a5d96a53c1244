import { Failure } from '../failure.ts';

const maxCharacters = 4_000_000;
/** A model's JSON is eight levels deep. */
const maxDepth = 32;

/**
 * JSON that anyone may have made.
 *
 * @throws Failure `weights-file-damaged` where it is none, or larger or deeper than any description of a network
 */
export function parseJson(text: string): unknown {
  if (text.length > maxCharacters) throw damaged('its JSON is larger than any network’s');
  if (depthOf(text) > maxDepth) throw damaged('its JSON is deeper than any network’s');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not JSON to its end', cause);
  }
}

/** In one pass: a pattern for strings would look for the end of one that has none again and again. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let place = 0; place < text.length; place++) {
    const character = text[place];
    // Strings may hold brackets of their own, and quotes behind a backslash.
    if (isInString && character === '\\') place += 1;
    else if (character === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function damaged(reason: string, cause?: unknown): Failure {
  return new Failure({ code: 'weights-file-damaged', details: { reason } }, { cause });
}
