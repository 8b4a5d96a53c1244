/** The query that was shown last: it carries a configuration. */
let shown: string | null = null;

/** Makes it the page's own address. */
export function showInAddress(query: string): void {
  history.pushState(null, '', query);
  shown = location.search;
}

/** Calls back whenever the person goes back or forward to another query. A way to another part of the page is no such way. */
export function onOtherQuery(listener: (query: string) => void): void {
  shown = location.search;
  addEventListener('popstate', () => {
    if (location.search === shown) return;
    shown = location.search;
    listener(shown);
  });
}
