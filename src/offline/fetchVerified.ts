/** What browsers ask of the answer beside its content, by how its name ends. */
const mediaTypes: Readonly<Record<string, RegExp>> = {
  html: /^text\/html\b/i,
  js: /^(text|application)\/(x-)?(java|ecma)script\b/i,
  css: /^text\/css\b/i,
};

/** `default` may take what the browser has stored of an earlier answer; `reload` asks the server, and replaces that. */
export type Freshness = 'default' | 'reload';

/**
 * Fetches a file of the page, and takes no other answer for it: no HTML in the place of a script, nothing cut off, and no file of
 * another version.
 *
 * @param integrity the file's SHA-256, as `fetch` takes it
 * @param freshness in the order in which it is tried
 * @throws TypeError where no answer was the file
 */
export async function fetchVerified(
  url: URL,
  integrity: string,
  freshness: readonly [Freshness, ...Freshness[]],
): Promise<Response> {
  const [cache, ...others] = freshness;
  try {
    return checked(await fetch(url, { integrity, cache, credentials: 'same-origin' }), url);
  } catch (error) {
    const [next, ...further] = others;
    if (next === undefined) throw error;
    return fetchVerified(url, integrity, [next, ...further]);
  }
}

function checked(response: Response, { pathname }: URL): Response {
  const mediaType = response.headers.get('Content-Type') ?? '';
  const required = mediaTypes[pathname.slice(pathname.lastIndexOf('.') + 1)];
  if (response.status !== 200 || required?.test(mediaType) === false) {
    throw new TypeError(`${pathname} was answered with ${response.status} ${mediaType}`);
  }
  if (!response.redirected) return response;
  // For a navigation, browsers refuse an answer that came by a redirection.
  return new Response(response.body, { headers: response.headers });
}
