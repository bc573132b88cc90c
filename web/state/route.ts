/** Where the person is. The hash is the only truth: back, forward and links work by themselves. */
export type Route =
  | { readonly screen: 'lab' }
  | { readonly screen: 'run'; readonly runId: string }
  | { readonly screen: 'fork'; readonly runId: string; readonly step: number }
  | { readonly screen: 'runs' }
  /** `benchmark` is the whole hash without `#` of a link to another device's figures, not yet trusted. */
  | { readonly screen: 'device'; readonly benchmark?: string }
  | { readonly screen: 'about' }
  /** A shared run; `fragment` is the whole hash without `#`, not yet trusted. */
  | { readonly screen: 'preview'; readonly fragment: string };

/** Reads a location hash, with or without `#`. Anything unknown is the lab. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '');
  if (text.startsWith('run=')) return { screen: 'preview', fragment: text };
  if (text.startsWith('benchmark=')) return { screen: 'device', benchmark: text };
  const [screen, id, step] = text.replace(/^\//, '').split('/').map(decode);
  switch (screen) {
    case 'lab':
      return id ? { screen: 'run', runId: id } : { screen: 'lab' };
    case 'fork':
      return id && /^\d+$/.test(step ?? '') ? { screen: 'fork', runId: id, step: Number(step) } : { screen: 'lab' };
    case 'runs':
    case 'device':
    case 'about':
      return { screen };
    default:
      return { screen: 'lab' };
  }
}

/** The hash, with `#`, of a route. */
export function hashOf(route: Route): string {
  switch (route.screen) {
    case 'run':
      return `#/lab/${encodeURIComponent(route.runId)}`;
    case 'fork':
      return `#/fork/${encodeURIComponent(route.runId)}/${route.step}`;
    case 'preview':
      return `#${route.fragment}`;
    case 'device':
      return route.benchmark === undefined ? '#/device' : `#${route.benchmark}`;
    default:
      return `#/${route.screen}`;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
