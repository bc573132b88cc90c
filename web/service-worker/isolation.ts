/**
 * What isolates a page from other origins, which shared memory (and so training on several threads) needs. Workers need
 * it on their script as well.
 */
const isolation: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * A page or script with the headers that isolate it, for servers that send none: a page that the service worker serves
 * is isolated, so from the second visit on. What a server does send is left as it is.
 */
export function isolated(response: Response): Response {
  const type = response.headers.get('content-type') ?? '';
  const missing = Object.entries(isolation).filter(([name]) => !response.headers.has(name));
  // A response from elsewhere that may not be read cannot be made anew; it has no type either.
  if (missing.length === 0 || !/^text\/html|javascript/.test(type)) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
