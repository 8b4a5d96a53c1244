/**
 * Stands in the place of glamor, with which tfjs-vis styles its visor, a panel that this page never opens. glamor puts a `<style>`
 * into the document as soon as it is loaded, which the page's Content-Security-Policy forbids.
 */
export function css(): Record<string, never> {
  return {};
}
