import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { finish } from '../testing/finish.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import { clusterAgreement } from './clustering.ts';
import type * as Module from './k-means.ts';
import { kMeans } from './k-means.ts';

test('five groups that lie apart are found, of whatever sizes', () => {
  const classes = Int32Array.from({ length: 600 }, (_, i) => Math.floor(5 * (i / 600) ** 2));
  const noise = normal(1, 'groups', 0, 600 * 3);
  const rows = noise.map((e, at) => 0.2 * e + 4 * Math.cos((at % 3) + 1.3 * classes[Math.floor(at / 3)]!));
  expect(clusterAgreement(finish(kMeans(rows, 3, 5)), classes).accuracy).toBe(1);
});

knownAnswer<typeof Module>(
  'two groups with a narrow gap, and twenty that lie close, are split where they are',
  new URL('./k-means.ts', import.meta.url),
  ({ kMeans: cluster }) => {
    // Unit intervals with a gap of a fifth: the means' border is in the gap, that of two of the rows hardly ever.
    const line = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? i / 99 : 1.2 + (i - 100) / 99));
    const halves = Int32Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : 1));
    expect(clusterAgreement(finish(cluster(line, 1, 2)), halves).accuracy).toBe(1);
    const noise = normal(4, 'grid', 0, 20 * 30 * 2);
    const rows = noise.map((e, at) => {
      const group = Math.floor(at / 60);
      return 0.1 * e + (at % 2 === 0 ? group % 5 : Math.floor(group / 5));
    });
    const groups = Int32Array.from({ length: 600 }, (_, i) => Math.floor(i / 30));
    expect(clusterAgreement(finish(cluster(rows, 2, 20)), groups).accuracy).toBeGreaterThan(0.94);
  },
  {
    'centres never move': { replace: '    moveCentres(rows, dimension, clusters, centres);\n', by: '' },
    'the loosest clusters are kept': { replace: 'found.inertia < best.inertia', by: 'found.inertia > best.inertia' },
    'every centre starts at the first row': { replace: 'draws[k + 1]! * total', by: '-1' },
    'sums in place of means': { replace: 'sums[at]! / n', by: 'sums[at]!' },
  },
);

test('it depends on the rows alone', () => {
  const rows = normal(2, 'rows', 0, 400);
  expect(finish(kMeans(rows, 2, 4))).toEqual(finish(kMeans(rows.slice(), 2, 4)));
});

test('rows that are all equal are one cluster, and too few are refused', () => {
  expect(new Set(finish(kMeans(new Float32Array(20).fill(3), 2, 3))).size).toBe(1);
  expect(() => finish(kMeans(new Float32Array(4), 2, 3))).toThrow('fewer rows');
});
