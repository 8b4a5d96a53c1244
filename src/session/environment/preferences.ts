/** Small texts that survive a reload. If storage is blocked, they are silently forgotten. */
export interface PreferenceStore {
  read(key: string): string | null;
  write(key: string, text: string): void;
}

/** Preferences that can be written again where the browser's storage was cleared. */
export interface LastingPreferences extends PreferenceStore {
  /** Writes all that was read or written since the page was opened, and is no longer there. */
  writeAgain(): void;
}

export function lastingPreferences(preferences: PreferenceStore): LastingPreferences {
  const known = new Map<string, string>();
  return {
    read(key) {
      const text = preferences.read(key);
      if (text !== null) known.set(key, text);
      return text;
    },

    write(key, text) {
      known.set(key, text);
      preferences.write(key, text);
    },

    writeAgain() {
      for (const [key, text] of known) if (preferences.read(key) === null) preferences.write(key, text);
    },
  };
}

export const browserPreferences: PreferenceStore = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },

  write(key, text) {
    try {
      localStorage.setItem(key, text);
    } catch {
      // Full or blocked: the fields begin with the article's values then, as they do at a first visit.
    }
  },
};
