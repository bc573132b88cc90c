import { expect } from 'vitest';
import { finish } from '../testing/finish.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './nearest-labels.ts';

knownAnswer<typeof Module>(
  'the label of the nearest of three points, and of the first where two are as near',
  new URL('nearest-labels.ts', import.meta.url),
  (module) => {
    const rows = Float64Array.of(0, 0, 3, 0, 0, 3.2);
    const queries = Float64Array.of(1.4, 0.2, 1.6, 0.2, -4, 3, 1.5, 0);
    expect([...finish(module.nearestLabels(queries, rows, Int32Array.of(7, 8, 9), 2))]).toEqual([7, 8, 9, 7]);
  },
  {
    'the farthest': { replace: 'let least = Infinity;', by: 'let least = -Infinity;' },
    'the last of equals': { replace: 'if (sum < least) {', by: 'if (sum <= least) {' },
    'one coordinate only': { replace: 'j < dimension && sum < least', by: 'j < 1' },
  },
);
