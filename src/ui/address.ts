/** The query that was shown last: it carries a configuration. */
let shown: string | null = null;

/** Makes it the page's own address; the tab in it stays. */
export function showInAddress(query: string): void {
  history.pushState(null, '', query + location.hash);
  shown = location.search;
}

/** Calls back when the user navigates back or forward to another query. A change of the fragment alone does not count. */
export function onOtherQuery(listener: (query: string) => void): void {
  shown = location.search;
  addEventListener('popstate', () => {
    if (location.search === shown) return;
    shown = location.search;
    listener(shown);
  });
}

/**
 * Calls back with the fragment of a link to a result, where the address has one now or later. Once it is read, the address loses it:
 * a reload does not open it again.
 */
export function onResultLink(listener: (fragment: string) => Promise<void>): void {
  function look(): void {
    const { hash } = location;
    if (!hash.startsWith('#try?')) return;
    listener(hash).then(
      () => {
        if (location.hash === hash) history.replaceState(null, '', location.pathname + location.search);
      },
      // Its code did not arrive: a reload opens it again.
      () => {},
    );
  }
  look();
  addEventListener('popstate', look);
}
