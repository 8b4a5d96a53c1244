import { useSyncExternalStore } from 'react';
import { chooseTheme, chosenTheme, followTheme, type Theme, themes } from '../common/theme.ts';

const labels: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

/** Light or dark, following the system unless the user chooses a theme. */
export function ThemeSwitch() {
  const theme = useSyncExternalStore<Theme>(followTheme, chosenTheme, () => 'system');
  return (
    <label className="inline-field theme-switch">
      Theme
      <select
        autoComplete="off"
        value={theme}
        onChange={(event) => chooseTheme(themes.find((name) => name === event.target.value) ?? 'system')}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {labels[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
