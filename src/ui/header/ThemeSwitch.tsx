import { useEffect, useState } from 'react';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const themeKey = 'cifar-10/theme';

/** Light or dark, following the system unless the person says otherwise. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(rememberedTheme);

  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember(theme);
  }, [theme]);

  return (
    <label className="inline-field theme-switch">
      Theme
      <select value={theme} onChange={(event) => setTheme(themeNamed(event.target.value))}>
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}

function themeNamed(name: string | null): Theme {
  return themes.find((theme) => theme === name) ?? 'system';
}

function rememberedTheme(): Theme {
  try {
    return themeNamed(localStorage.getItem(themeKey));
  } catch {
    return 'system';
  }
}

/** Where storage is blocked, the choice lasts as long as the page. */
function remember(theme: Theme): void {
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // Nothing is lost but the memory of a colour.
  }
}
