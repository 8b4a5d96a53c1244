export const tabNames = ['inspect', 'runs', 'search', 'export'] as const;
export type TabName = (typeof tabNames)[number];

/*
 * The address keeps the tab, so that Back works and a link opens it: `#runs`, or `#inspect/mistakes` for a part of a tab. No element
 * has such an id, so the browser itself never scrolls.
 */

/** Calls back when the user follows a link to a tab, or navigates back or forward. */
export function followTab(listener: () => void): () => void {
  addEventListener('popstate', listener);
  return () => removeEventListener('popstate', listener);
}

/** The tab in the address; the first where it names none. */
export function chosenTab(): TabName {
  const [tab] = addressed();
  return tabNames.find((name) => name === tab) ?? 'inspect';
}

/** The part of the tab that the address names, or null. */
export function chosenPart(): string | null {
  return addressed()[1] ?? null;
}

function addressed(): string[] {
  return location.hash.slice(1).split('/');
}
