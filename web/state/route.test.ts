import { describe, expect, it } from 'vitest';
import { hashOf, parseRoute } from './route.ts';
import type { Route } from './route.ts';

describe('parseRoute', () => {
  it('reads back what hashOf wrote', () => {
    const routes: Route[] = [
      { screen: 'lab' },
      { screen: 'run', runId: 'a/b c' },
      { screen: 'fork', runId: 'x', step: 12 },
      { screen: 'rivals', runId: 'a/b' },
      { screen: 'race', runIds: ['a/b', 'c'] },
      { screen: 'runs' },
      { screen: 'studies' },
      { screen: 'study', studyId: 'a/b' },
      { screen: 'new-study' },
      { screen: 'new-study', from: { kind: 'run', id: 'a/b' } },
      { screen: 'compare', keys: ['a/b', 'study:c:0'] },
      { screen: 'device' },
      { screen: 'device', benchmark: 'benchmark=abc' },
      { screen: 'about' },
      { screen: 'data' },
      { screen: 'data', set: 'a/b c' },
      { screen: 'methods' },
      { screen: 'methods', card: 'least-squares' },
      { screen: 'methods', card: 'method.gan/a b' },
      { screen: 'theory', page: 'game' },
      { screen: 'theory', page: 'game', objective: 'least-squares' },
      { screen: 'theory', page: 'divergence' },
      { screen: 'theory', page: 'fit' },
      { screen: 'source', path: 'core/objectives/adversarial/hinge.ts' },
      { screen: 'preview', fragment: 'run=abc' },
    ];
    for (const route of routes) expect(parseRoute(hashOf(route))).toEqual(route);
  });

  it('opens the lab for anything it does not know', () => {
    for (const hash of ['', '#', '#/', '#/nothing', '#/fork/x/-1', '#/fork/x/abc', '#%%%'])
      expect(parseRoute(hash)).toEqual({ screen: 'lab' });
  });

  it('opens the first page of the theory for a page it does not know', () => {
    expect(parseRoute('#/theory/nothing')).toEqual({ screen: 'theory', page: 'game' });
    expect(parseRoute('#/source')).toEqual({ screen: 'methods' });
  });

  it('names each run of a race or a comparison once, and opens the runs where there is none', () => {
    expect(parseRoute('#/race/a/b/a')).toEqual({ screen: 'race', runIds: ['a', 'b'] });
    expect(parseRoute('#/compare/a/b/a')).toEqual({ screen: 'compare', keys: ['a', 'b'] });
    expect(parseRoute('#/compare/')).toEqual({ screen: 'runs' });
    expect(parseRoute('#/race//')).toEqual({ screen: 'runs' });
  });

  it('does not throw on a malformed escape', () => {
    expect(parseRoute('#/lab/%zz')).toEqual({ screen: 'run', runId: '%zz' });
  });
});
