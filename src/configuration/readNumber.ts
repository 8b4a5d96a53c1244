/**
 * All numbers that a text can mean, by every convention of writing numbers; none where it is not a number. Never throws.
 *
 * - The decimal separator is a point or a comma. The other one, a space, an apostrophe or an underscore can group digits: by threes,
 *   or as in India (`1,00,000`). A group never follows a leading 0, so `0,001` has one reading. `2.000` has two: 2 and 2000.
 * - Digits may be of any script; ٫ and ٬ are separators of decimals and groups. Signs may be those of word processors.
 * - Exponents are written `3e-4`, `3 × 10^-4` or `3×10⁻⁴`. With one, nothing is grouped. `3×10-4`, which lost its superscript, is none.
 * - Units, percentages, fractions, hexadecimal digits, Infinity and NaN are refused: the hyperparameters are plain numbers.
 */
export function readingsOf(text: string): readonly number[] {
  const [, sign = '', digits = ''] = /^([+-]?) ?(.*)$/.exec(inPlainCharacters(text)) ?? [];
  return [decimal, grouped, groupedAsInIndia].flatMap((notation) => {
    const { integer = '', fraction = '', exponent = '0' } = notation.exec(digits)?.groups ?? {};
    if (integer + fraction === '') return [];
    // Adding 0 turns -0 into 0.
    return Number(`${sign}${integer.replace(/\D/g, '')}.${fraction}e${exponent}`) + 0;
  });
}

const decimal = /^(?<integer>\d*)(?:[.,٫](?<fraction>\d*))?(?: ?e ?(?<exponent>[+-]?\d+))?$/i;
const grouped =
  /^(?<integer>[1-9]\d{0,2}(?=(?<separator>[.,٬ '_]))(?:\k<separator>\d{3})+)(?:(?!\k<separator>)[.,٫](?<fraction>\d*))?$/;
const groupedAsInIndia = /^(?<integer>[1-9]\d?(?:,\d\d)+,\d{3})(?:[.٫](?<fraction>\d*))?$/;

/** The text with one character for each sign, digit and separator, and with exponents written with `e`. */
function inPlainCharacters(text: string): string {
  return (
    text
      // What is invisible, as the marks of direction that come with a copied Arabic number.
      .replace(/[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g, '')
      .trim()
      .replace(/\s/g, ' ')
      .replace(/[⁺⁻]?[⁰¹²³⁴-⁹]+/, (exponent) => `^${exponent.normalize('NFKC')}`)
      .replace(/[！-～]/g, (fullwidth) => String.fromCharCode(fullwidth.charCodeAt(0) - 0xfee0))
      .replace(/(?![0-9])\p{Nd}/gu, digitOf)
      .replace(/[‐‑‒–−﹣]/g, '-')
      .replace(/[。｡]/g, '.')
      .replace(/،/g, ',')
      .replace(/[‘’ʼ]/g, "'")
      .replace(/^(?<sign>[+-]? ?)10 ?(?:\^|\*\*) ?(?=[+-]?\d+$)/, '$<sign>1e')
      .replace(/ ?[x×*·⋅] ?10 ?(?:\^|\*\*) ?(?=[+-]?\d+$)/i, 'e')
  );
}

/** Unicode has the digits of every script in a row, from its 0 to its 9. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}
