import type { BrowserContext } from '@playwright/test';

/** What the tests' server does to one browser context, which asks for it by a cookie: `testServer.ts`. */
export type Misbehaviour =
  /** The connection is closed without an answer. */
  | { readonly kind: 'closes the connection'; readonly at: string }
  /** The request is never answered. */
  | { readonly kind: 'never answers'; readonly at: string }
  | { readonly kind: 'has no such file'; readonly at: string }
  /** One bit of the byte in the middle of the file is another. */
  | { readonly kind: 'flips a bit'; readonly at: string }
  /** A script that runs before the file's own. */
  | { readonly kind: 'puts a script first'; readonly at: string; readonly script: string };

const cookieName = 'misbehaviour';

/** From now on the tests' server does this to requests of this context for files whose path contains `at`; null: nothing more. */
export async function setMisbehaviour(context: BrowserContext, misbehaviour: Misbehaviour | null) {
  await context.clearCookies({ name: cookieName });
  if (misbehaviour === null) return;
  const value = encodeURIComponent(JSON.stringify(misbehaviour));
  await context.addCookies([{ name: cookieName, value, domain: 'localhost', path: '/' }]);
}

/** The misbehaviour that a request's `Cookie` header asks for at a path. */
export function misbehaviourFor(cookies: string | undefined, path: string): Misbehaviour | null {
  const value = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(cookies ?? '')?.[1];
  if (value === undefined) return null;
  const misbehaviour: Misbehaviour = JSON.parse(decodeURIComponent(value));
  return path.includes(misbehaviour.at) ? misbehaviour : null;
}
