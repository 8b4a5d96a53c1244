/** What somebody has typed or linked, within a sentence: at most 40 characters of it. */
export function shortened(text: string): string {
  const characters = [...text.slice(0, 100)];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text;
}
