import { describe, expect, it } from 'vitest';
import { hashOf, parseRoute } from './route.ts';
import type { Route } from './route.ts';

describe('parseRoute', () => {
  it('reads back what hashOf wrote', () => {
    const routes: Route[] = [
      { screen: 'lab' },
      { screen: 'run', runId: 'a/b c' },
      { screen: 'fork', runId: 'x', step: 12 },
      { screen: 'runs' },
      { screen: 'device' },
      { screen: 'device', benchmark: 'benchmark=abc' },
      { screen: 'about' },
      { screen: 'preview', fragment: 'run=abc' },
    ];
    for (const route of routes) expect(parseRoute(hashOf(route))).toEqual(route);
  });

  it('opens the lab for anything it does not know', () => {
    for (const hash of ['', '#', '#/', '#/nothing', '#/fork/x/-1', '#/fork/x/abc', '#%%%'])
      expect(parseRoute(hash)).toEqual({ screen: 'lab' });
  });

  it('does not throw on a malformed escape', () => {
    expect(parseRoute('#/lab/%zz')).toEqual({ screen: 'run', runId: '%zz' });
  });
});
