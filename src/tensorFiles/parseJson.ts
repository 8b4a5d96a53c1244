import type { AllocationBudget } from '../limits/allocationBudget.ts';
import { maxJsonDepth } from '../limits/readingLimits.ts';
import { damaged } from './damaged.ts';

/** What a value takes in memory, on average: an empty list or a small object, and its place in what it is in. */
const bytesPerValue = 100;
/** A text has one or two for each byte of UTF-8. */
const bytesPerCharacter = 2;

/**
 * Parses untrusted JSON.
 *
 * @param json in UTF-8
 * @throws Failure `weights-file-damaged` where it is invalid, or deeper than any description of a network; `reading-stopped`
 */
export function parseJson(json: Uint8Array, budget: AllocationBudget): unknown {
  return parseJsonText(decodedText(json, budget), budget);
}

/** @throws Failure `reading-stopped` */
export function decodedText(utf8: Uint8Array, budget: AllocationBudget): string {
  budget.take(bytesPerCharacter * utf8.length);
  return new TextDecoder().decode(utf8);
}

/** The same for a text, which is in memory already. */
export function parseJsonText(text: string, budget: AllocationBudget): unknown {
  const { depth, values } = extentOf(text);
  if (depth > maxJsonDepth) throw damaged('its JSON is nested deeper than that of any network');
  budget.take(bytesPerValue * values);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not complete JSON', cause);
  }
}

const [quote, backslash, comma, colon] = codesOf('"\\,:');
const [openList, openObject, closeList, closeObject] = codesOf('[{]}');

/**
 * How deep a JSON is, and at most how many values it has. In one pass: a regular expression for strings takes quadratic time where
 * a string does not end.
 */
function extentOf(text: string): { readonly depth: number; readonly values: number } {
  let level = 0;
  let depth = 0;
  let values = 1;
  let isInString = false;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    // Strings may contain brackets and escaped quotes.
    if (isInString && code === backslash) place += 1;
    else if (code === quote) isInString = !isInString;
    else if (isInString) continue;
    else if (code === comma || code === colon) values += 1;
    else if (code === closeList || code === closeObject) level -= 1;
    else if (code === openList || code === openObject) {
      values += 1;
      level += 1;
      if (level > depth) depth = level;
    }
  }
  return { depth, values };
}

function codesOf(characters: string): readonly number[] {
  return [...characters].map((character) => character.charCodeAt(0));
}
