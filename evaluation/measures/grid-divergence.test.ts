import { expect, test } from 'vitest';
import { cellMassesOf } from '../../core/data/gaussian-kernels.ts';
import { loadDataset } from '../../core/data/load.ts';
import { normal } from '../../core/random/stream.ts';
import { cellsOf, divergencesOf, GridDivergence } from './grid-divergence.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './grid-divergence.ts';

/** Masses of a round Gaussian on a grid that holds all but 1e-12 of it. */
const gaussian = (x: number, y: number, std: number, grid: { extent: number; side: number }) =>
  cellMassesOf({ centres: Float64Array.of(x, y), weights: Float64Array.of(1), std }, grid);

/** KL(N(m1, s1^2 I), N(m2, s2^2 I)) in the plane. */
const gaussianKl = (distance: number, s1: number, s2: number) =>
  2 * Math.log(s2 / s1) - 1 + (s1 / s2) ** 2 + distance ** 2 / (2 * s2 ** 2);

test.each([
  [1, 0, 1, 1],
  [0.5, 0.25, 1, 0.6],
  [0, 0, 0.7, 1.1],
])('two Gaussians at (%f, %f) from each other, of spread %f and %f, have the KL of the closed form', (x, y, s1, s2) => {
  const grid = { extent: 6, side: 300 };
  const { kl, reverseKl } = divergencesOf(gaussian(0, 0, s1, grid), gaussian(x, y, s2, grid));
  const distance = Math.hypot(x, y);
  // Cells of a twenty-fifth of a standard deviation lose a share of the order of their square.
  expect(kl / gaussianKl(distance, s1, s2)).toBeCloseTo(1, 3);
  expect(reverseKl / gaussianKl(distance, s2, s1)).toBeCloseTo(1, 3);
});

test('the Jensen-Shannon divergence of two Gaussians is that of a line integral', () => {
  // Both differ along x only: the plane's integral is the line's.
  const [distance, n] = [1.5, 100_000];
  let expected = 0;
  for (let i = 0; i < n; i++) {
    const x = -10 + (21.5 * (i + 0.5)) / n;
    const density = (m: number) => Math.exp(-((x - m) ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const [p, q] = [density(0), density(distance)];
    expected += ((p * Math.log((2 * p) / (p + q)) + q * Math.log((2 * q) / (p + q))) * 21.5) / n / 2;
  }
  const grid = { extent: 8, side: 400 };
  const { js } = divergencesOf(gaussian(0, 0, 1, grid), gaussian(distance, 0, 1, grid));
  expect(js / expected).toBeCloseTo(1, 3);
});

test('equal ones have none, and disjoint ones log 2 and infinity', () => {
  const p = Float64Array.of(0.5, 0.5, 0);
  expect(divergencesOf(p, p)).toEqual({ kl: 0, reverseKl: 0, js: 0 });
  const { kl, reverseKl, js } = divergencesOf(p, Float64Array.of(0, 0, 1));
  expect([kl, reverseKl]).toEqual([Infinity, Infinity]);
  expect(js).toBeCloseTo(Math.log(2), 14);
});

test('what is no distribution, or over other cells, is refused', () => {
  const p = Float64Array.of(0.5, 0.5);
  expect(() => divergencesOf(p, Float64Array.of(1))).toThrow(/2 cells can't be compared with 1/);
  expect(() => divergencesOf(p, Float64Array.of(0.5, 0.4))).toThrow(/sum to 0.9/);
  expect(() => divergencesOf(p, Float64Array.of(NaN, 1))).toThrow(RangeError);
});

test('every point has its cell, and the far, the infinite and the undefined are outside', () => {
  const grid = { extent: 1, side: 2 };
  const points = Float32Array.of(-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0, 0, 1, 0, -1, -1, NaN, 0, Infinity, 0, 0, -1.001);
  expect([...cellsOf(points, grid)]).toEqual([0, 1, 2, 3, 4, 0, 4, 4, 4]);
});

test('samples of a Gaussian have the KL of the closed form to another, but for their scatter', () => {
  const grid = { extent: 6, side: 40 };
  const points = normal(3, 'samples', 0, 40_000).map((e, i) => 1.3 * e + (i % 2 === 0 ? 0.7 : 0));
  const { kl, reverseKl } = new GridDivergence(gaussian(0, 0, 1, grid), grid).ofPoints(points);
  // Cells of a third of a deviation, and the blur, lose some; about 600 occupied cells of 20,000 samples add some.
  expect(Math.abs(kl - gaussianKl(0.7, 1, 1.3))).toBeLessThan(0.02);
  expect(Math.abs(reverseKl - gaussianKl(0.7, 1.3, 1))).toBeLessThan(0.05);
});

test.each(['ring', 'grid', 'swiss-roll', 'moons', 'drawn'])('samples of %s itself have hardly any', async (kind) => {
  const dataset = await loadDataset({ kind }, () => Promise.reject(new Error('procedural')));
  const grid = { extent: dataset.extent!, side: 24 };
  const own = new GridDivergence(dataset.cellMasses!(grid), grid);
  const { kl, reverseKl, js } = own.ofPoints(dataset.examples('test', 0, 10_000).x);
  expect(Math.max(kl, reverseKl, js)).toBeLessThan(0.03);
  // One place instead of all: every figure tells.
  const stuck = own.ofPoints(new Float32Array(200).fill(0.2));
  expect(Math.min(stuck.kl, stuck.reverseKl)).toBeGreaterThan(1);
  expect(stuck.js).toBeGreaterThan(0.4);
});

test('a mode that is missed costs its share of the logarithm of the blur, not infinity', async () => {
  const dataset = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
  const grid = { extent: dataset.extent!, side: 24 };
  const measure = new GridDivergence(dataset.cellMasses!(grid), grid);
  const { x, labels } = dataset.examples('test', 0, 20_000);
  const kept = Float32Array.from([...x].filter((_, i) => labels[Math.floor(i / 2)] !== 3));
  const { kl, reverseKl } = measure.ofPoints(kept);
  expect(reverseKl).toBeGreaterThan(Math.log(8 / 7) - 0.01);
  expect(reverseKl).toBeLessThan(Math.log(8 / 7) + 0.02);
  expect(kl).toBeGreaterThan(0.8);
  expect(kl).toBeLessThan(2);
});

test('an empty set is refused', () => {
  const grid = { extent: 1, side: 2 };
  expect(() => new GridDivergence(gaussian(0, 0, 0.1, grid), grid).ofPoints(new Float32Array(0))).toThrow(RangeError);
});

knownAnswer(
  'divergences of two Gaussians in closed form, and of disjoint cells',
  new URL('./grid-divergence.ts', import.meta.url),
  (module: typeof definition) => {
    const grid = { extent: 6, side: 200 };
    const { kl, reverseKl, js } = module.divergencesOf(gaussian(0, 0, 1, grid), gaussian(0.5, 0.25, 0.7, grid));
    const distance = Math.hypot(0.5, 0.25);
    expect(kl / gaussianKl(distance, 1, 0.7)).toBeCloseTo(1, 2);
    expect(reverseKl / gaussianKl(distance, 0.7, 1)).toBeCloseTo(1, 2);
    expect(js).toBeLessThan(Math.min(kl, reverseKl));
    expect(module.divergencesOf(Float64Array.of(1, 0), Float64Array.of(0, 1)).js).toBeCloseTo(Math.log(2), 12);
    // A point for a quarter of the square each, the last outside.
    expect([
      ...module.cellsOf(Float32Array.of(-1, -1, 0.5, -0.5, -0.5, 0.5, 0.9, 0.9, 1, -0.5), { extent: 1, side: 2 }),
    ]).toEqual([0, 1, 2, 3, 4]);
  },
  {
    'KL and reverse KL are exchanged': { replace: 'kl += a * Math.log(a / b)', by: 'kl += b * Math.log(b / a)' },
    'the middle is the sum': { replace: 'const middle = (a + b) / 2', by: 'const middle = a + b' },
    'one side of the middle': { replace: 'if (b > 0) js += (b / 2) * Math.log(b / middle)', by: '' },
    'cells by columns': { replace: 'row * side + column', by: 'column * side + row' },
    'the border belongs to the last cell': { replace: 'column < side &&', by: 'column <= side &&' },
  },
);
