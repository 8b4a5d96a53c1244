/** Small texts that survive a reload. If storage is blocked, they are silently forgotten. */
export interface PreferenceStore {
  read(key: string): string | null;
  write(key: string, text: string): void;
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
