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
