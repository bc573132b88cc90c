import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { finish } from '../testing/finish.ts';
import { clusterAgreement } from './clustering.ts';
import { kMeans } from './k-means.ts';

test('five groups that lie apart are found, of whatever sizes', () => {
  const classes = Int32Array.from({ length: 600 }, (_, i) => Math.floor(5 * (i / 600) ** 2));
  const noise = normal(1, 'groups', 0, 600 * 3);
  const rows = noise.map((e, at) => 0.2 * e + 4 * Math.cos((at % 3) + 1.3 * classes[Math.floor(at / 3)]!));
  expect(clusterAgreement(finish(kMeans(rows, 3, 5)), classes).accuracy).toBe(1);
});

test('it depends on the rows alone', () => {
  const rows = normal(2, 'rows', 0, 400);
  expect(finish(kMeans(rows, 2, 4))).toEqual(finish(kMeans(rows.slice(), 2, 4)));
});

test('rows that are all equal are one cluster, and too few are refused', () => {
  expect(new Set(finish(kMeans(new Float32Array(20).fill(3), 2, 3))).size).toBe(1);
  expect(() => finish(kMeans(new Float32Array(4), 2, 3))).toThrow('fewer rows');
});
