import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import { normal } from '../../core/random/stream.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { Pace } from '../pace.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import * as definition from './nearest-neighbours.ts';

const { kthNeighbours } = definition;
const pace = () => new Pace(new AbortController().signal);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

knownAnswer(
  'neighbours on a line',
  new URL('./nearest-neighbours.ts', import.meta.url),
  async (module: typeof definition) => {
    // 3 is there twice: each copy is the other's nearest neighbour, at 0.
    const line = pointSet(Float32Array.of(0, 1, 3, 3, 7, 20), 1);
    expect([...(await module.kthNeighbours(line, line, 1, pace()))]).toEqual([1, 1, 0, 0, 16, 169]);
    expect([...(await module.kthNeighbours(line, line, 2, pace()))]).toEqual([9, 4, 4, 4, 16, 289]);
    const other = pointSet(Float32Array.of(0, -1, 30), 1);
    expect([...(await module.kthNeighbours(other, line, 1, pace()))]).toEqual([0, 1, 100]);
    expect([...(await module.kthNeighbours(other, line, 3, pace()))]).toEqual([9, 16, 27 ** 2]);
  },
  {
    'the row itself is a neighbour': { replace: ' || (x === y && i === j)', by: '' },
    'a row with the number of another set’s row is left out': { replace: '(x === y && i === j)', by: 'i === j' },
    'the one after the k-th': { replace: 'nearest[(i + 1) * k - 1]!)', by: 'nearest[i * k]!)' },
    'a new one replaces the largest where it stands': { replace: 'values[at] = values[at - 1]!;', by: '' },
  },
);

test.each([1, 4])('neighbour %i of rows in several tiles is that of a sort of all distances', async (k) => {
  const [n, m, d] = [260, 2060, 3];
  const [x, y] = [normal(1, 'x', 0, n * d), normal(1, 'y', 0, m * d)];
  const found = await kthNeighbours(pointSet(x, d), pointSet(y, d), k, pace());
  for (let i = 0; i < n; i++) {
    const all = Array.from({ length: m }, (_, j) =>
      [0, 1, 2].reduce((sum, c) => sum + (x[i * d + c]! - y[j * d + c]!) ** 2, 0),
    );
    expect(found[i]).toBeCloseTo(all.sort((a, b) => a - b)[k - 1]!, 12);
  }
});

test('products that overflow float32 are looked at one by one', async () => {
  const far = pointSet(Float32Array.of(1e20, 2e20, 1e20, 5e20), 1);
  const found = await kthNeighbours(far, far, 1, pace());
  [0, 1, 0, 3].forEach((distance, i) => expect(Math.sqrt(found[i]!) / 1e20).toBeCloseTo(distance, 5));
});

test('a neighbour that is not there is refused', async () => {
  const two = pointSet(Float32Array.of(1, 2), 1);
  await expect(kthNeighbours(two, two, 2, pace())).rejects.toThrow('no neighbour number 2 among 1');
  await expect(kthNeighbours(two, two, 0, pace())).rejects.toThrow(RangeError);
});

knownAnswer(
  'neighbours in a cloud far from 0 are those of float64',
  new URL('./nearest-neighbours.ts', import.meta.url),
  async (module: typeof definition) => {
    // A spread of 1e-3 at 100: the products round by as much as the distances are large.
    const cloud = pointSet(
      normal(2, 'cloud', 0, 200).map((v) => 100 + 1e-3 * v),
      1,
    );
    const found = await module.kthNeighbours(cloud, cloud, 3, pace());
    for (const [i, own] of cloud.rows.entries()) {
      const others = [...cloud.rows].filter((_, j) => j !== i).map((other) => (own - other) ** 2);
      expect(found[i]).toBe(others.sort((a, b) => a - b)[2]);
    }
  },
  {
    'the rounding of float32 is not allowed for': { replace: ' - estimateError(x, i, y)', by: '' },
    'estimates are taken for distances': {
      replace: 'const distance = squaredDistance(x, i, y, j);',
      by: 'const distance = own + y.squaredNorms[j]! - 2 * products[at]!;',
    },
  },
);
