import { useSyncExternalStore } from 'react';
import { chosenTheme, followTheme } from './theme.ts';

/** Whether the page is light or dark: a canvas must be redrawn when that changes. */
export function useColourScheme(): 'light' | 'dark' {
  return useSyncExternalStore(followed, present);
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
/**
 * Chrome reports no change of a media query whose `matches` was read after the change and before the report, as rendering does. So
 * `matches` is read once.
 */
let isSystemDark = systemIsDark.matches;
systemIsDark.addEventListener('change', ({ matches }) => {
  isSystemDark = matches;
});

function followed(onChange: () => void): () => void {
  const endFollowing = followTheme(onChange);
  systemIsDark.addEventListener('change', onChange);
  return () => {
    endFollowing();
    systemIsDark.removeEventListener('change', onChange);
  };
}

function present(): 'light' | 'dark' {
  const theme = chosenTheme();
  if (theme !== 'system') return theme;
  return isSystemDark ? 'dark' : 'light';
}
