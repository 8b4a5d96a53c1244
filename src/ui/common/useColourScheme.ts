import { useSyncExternalStore } from 'react';

/** Whether the page is light or dark: what draws on a canvas has to draw anew when that changes. */
export function useColourScheme(): 'light' | 'dark' {
  return useSyncExternalStore(followed, present);
}

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

function followed(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  systemIsDark.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    systemIsDark.removeEventListener('change', onChange);
  };
}

function present(): 'light' | 'dark' {
  const { theme } = document.documentElement.dataset;
  if (theme === 'light' || theme === 'dark') return theme;
  return systemIsDark.matches ? 'dark' : 'light';
}
