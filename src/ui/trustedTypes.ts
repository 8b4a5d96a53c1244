/*
 * The page's Content-Security-Policy lets text become HTML or the address of a script only through this policy: HTML never,
 * addresses on the page's own origin. (The workers are started by such addresses, and React and Vega write no HTML.)
 * Source: https://w3c.github.io/trusted-types/dist/spec/
 */

interface TrustedTypes {
  createPolicy(
    name: 'default',
    rules: {
      createHTML: (text: string) => string | null;
      createScriptURL: (text: string) => string | null;
    },
  ): unknown;
}

declare global {
  interface Window {
    /** Absent where the browser has no Trusted Types. */
    readonly trustedTypes?: TrustedTypes;
  }
}

/** To be called before anything else: what comes earlier is refused. */
export function keepToTrustedTypes(): void {
  window.trustedTypes?.createPolicy('default', {
    createHTML: (text) => (text === '' ? text : null),
    createScriptURL: (text) => (new URL(text, document.baseURI).origin === location.origin ? text : null),
  });
}
