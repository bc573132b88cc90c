import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import { normal } from '../../core/random/stream.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { Pace } from '../pace.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './nearest-labels.ts';
import { nearestLabels } from './nearest-labels.ts';

const pace = () => new Pace(new AbortController().signal);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

knownAnswer<typeof Module>(
  'the label of the nearest of three points, and of the first where two are as near',
  new URL('nearest-labels.ts', import.meta.url),
  async (module) => {
    const rows = pointSet(Float32Array.of(0, 0, 3, 0, 0, 3.2), 2);
    const queries = pointSet(Float32Array.of(1.4, 0.2, 1.6, 0.2, -4, 3, 1.5, 0), 2);
    expect([...(await module.nearestLabels(queries, rows, Int32Array.of(7, 8, 9), pace()))]).toEqual([7, 8, 9, 7]);
  },
  {
    'the farthest': { replace: 'fill(Infinity)', by: 'fill(-Infinity)' },
    'the last of equals': { replace: 'if (distance < least[i]!) {', by: 'if (distance <= least[i]!) {' },
    'the number of the row, not its label': { replace: 'found[i] = labels[j]!', by: 'found[i] = j' },
  },
);

test('in several tiles, of rows that float32 products cannot tell apart, it is the nearest by definition', async () => {
  const [n, m, d] = [130, 2100, 3];
  // Far from the origin the products are a million times as large as the distances.
  const cloud = (name: string, count: number) => normal(1, name, 0, count * d).map((v) => 300 + 0.3 * v);
  const [x, y] = [cloud('x', n), cloud('y', m)];
  const progress: number[] = [];
  const told = (f: number) => progress.push(f);
  const numbers = Int32Array.from({ length: m }, (_, j) => j);
  const found = await nearestLabels(pointSet(x, d), pointSet(y, d), numbers, pace(), told);
  for (let i = 0; i < n; i++) {
    const distances = Array.from({ length: m }, (_, j) =>
      [0, 1, 2].reduce((sum, c) => sum + (x[i * d + c]! - y[j * d + c]!) ** 2, 0),
    );
    expect(found[i]).toBe(distances.indexOf(Math.min(...distances)));
  }
  expect(progress.at(-1)).toBe(1);
});
