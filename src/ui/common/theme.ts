/*
 * The theme that somebody has chosen for this page stands on the document's element, where the stylesheet reads it.
 * `public/remembered.js` puts the remembered one there before the first paint.
 */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'cifar-10/theme';

export function chosenTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return themes.find((name) => name === theme) ?? 'system';
}

/** Changes the page at once, and is remembered for the next visit. Where storage is blocked, it lasts as long as the page. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Nothing is lost but the memory of a colour.
  }
}

/** @returns ends it */
export function followTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
