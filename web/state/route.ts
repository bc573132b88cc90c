/** Where the person is. The hash is the only truth: back, forward and links work by themselves. */
export type Route =
  | { readonly screen: 'lab' }
  | { readonly screen: 'run'; readonly runId: string }
  | { readonly screen: 'fork'; readonly runId: string; readonly step: number }
  /** What a run could be raced against. */
  | { readonly screen: 'rivals'; readonly runId: string }
  | { readonly screen: 'race'; readonly runIds: readonly string[] }
  | { readonly screen: 'runs' }
  | { readonly screen: 'studies' }
  | { readonly screen: 'study'; readonly studyId: string }
  /** A study to be made; `from` is what its base is taken from. */
  | { readonly screen: 'new-study'; readonly from?: StudySource }
  /** Runs, or arms of studies, side by side. */
  | { readonly screen: 'compare'; readonly keys: readonly string[] }
  /** `benchmark` is the whole hash without `#` of a link to another device's figures, not yet trusted. */
  | { readonly screen: 'device'; readonly benchmark?: string }
  | { readonly screen: 'about' }
  /** `set` is the dataset to look at: its kind, or an imported one's SHA-256. */
  | { readonly screen: 'data'; readonly set?: string }
  /** `card` is the key of the card to look at. */
  | { readonly screen: 'methods'; readonly card?: string }
  /** `objective` is the id of the one that the game is to be played with. */
  | { readonly screen: 'theory'; readonly page: TheoryPage; readonly objective?: string }
  /** A file of the repository that implements a formula; its path from the root. */
  | { readonly screen: 'source'; readonly path: string }
  /** A shared run; `fragment` is the whole hash without `#`, not yet trusted. */
  | { readonly screen: 'preview'; readonly fragment: string };

const studySources = ['preset', 'run', 'study'] as const;
/** A preset of a study, a run, or another study. */
export interface StudySource {
  readonly kind: (typeof studySources)[number];
  readonly id: string;
}

export const theoryPages = ['game', 'divergence', 'fit'] as const;
export type TheoryPage = (typeof theoryPages)[number];

/** Reads a location hash, with or without `#`. Anything unknown is the lab. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '');
  if (text.startsWith('run=')) return { screen: 'preview', fragment: text };
  if (text.startsWith('benchmark=')) return { screen: 'device', benchmark: text };
  const [screen, id, ...rest] = text.replace(/^\//, '').split('/').map(decode);
  const [step] = rest;
  switch (screen) {
    case 'lab':
      return id ? { screen: 'run', runId: id } : { screen: 'lab' };
    case 'fork':
      return id && /^\d+$/.test(step ?? '') ? { screen: 'fork', runId: id, step: Number(step) } : { screen: 'lab' };
    case 'rivals':
      return id ? { screen, runId: id } : { screen: 'lab' };
    case 'compare': {
      const keys = eachOnce([id, ...rest]);
      return keys.length > 0 ? { screen, keys } : { screen: 'runs' };
    }
    case 'race': {
      const runIds = eachOnce([id, ...rest]);
      return runIds.length > 0 ? { screen, runIds } : { screen: 'runs' };
    }
    case 'study':
      return studyRoute(id, rest);
    case 'runs':
    case 'studies':
    case 'device':
    case 'about':
      return { screen };
    case 'data':
      return id ? { screen, set: id } : { screen };
    case 'methods':
      return id ? { screen, card: id } : { screen };
    case 'theory': {
      const page = theoryPages.find((known) => known === id) ?? 'game';
      return page === 'game' && step ? { screen, page, objective: step } : { screen, page };
    }
    case 'source':
      return id ? { screen, path: [id, ...rest].join('/') } : { screen: 'methods' };
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
    case 'rivals':
      return `#/rivals/${encodeURIComponent(route.runId)}`;
    case 'race':
      return `#/race/${route.runIds.map(encodeURIComponent).join('/')}`;
    case 'study':
      return `#/study/${encodeURIComponent(route.studyId)}`;
    case 'new-study':
      return route.from ? `#/study/new/${route.from.kind}/${encodeURIComponent(route.from.id)}` : '#/study/new';
    case 'compare':
      return `#/compare/${route.keys.map(encodeURIComponent).join('/')}`;
    case 'preview':
      return `#${route.fragment}`;
    case 'device':
      return route.benchmark === undefined ? '#/device' : `#${route.benchmark}`;
    case 'data':
      return route.set === undefined ? '#/data' : `#/data/${encodeURIComponent(route.set)}`;
    case 'methods':
      return route.card === undefined ? '#/methods' : `#/methods/${encodeURIComponent(route.card)}`;
    case 'theory':
      if (route.objective !== undefined) return `#/theory/game/${encodeURIComponent(route.objective)}`;
      return route.page === 'game' ? '#/theory' : `#/theory/${route.page}`;
    case 'source':
      return `#/source/${route.path.split('/').map(encodeURIComponent).join('/')}`;
    default:
      return `#/${route.screen}`;
  }
}

/** `new`, `new/<kind>/<id>`, or the id of a study. */
function studyRoute(id: string | undefined, [kind, source]: readonly (string | undefined)[]): Route {
  if (!id) return { screen: 'studies' };
  if (id !== 'new') return { screen: 'study', studyId: id };
  const known = studySources.find((candidate) => candidate === kind);
  return known && source ? { screen: 'new-study', from: { kind: known, id: source } } : { screen: 'new-study' };
}

function eachOnce(parts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(parts.filter((part) => part !== undefined && part !== ''))] as string[];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
