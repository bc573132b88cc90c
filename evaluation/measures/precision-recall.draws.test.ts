import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import { normal } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import { prdc } from './precision-recall.fixture.ts';
import { neighbourhood as k } from './precision-recall.ts';
import type * as definition from './precision-recall.ts';

const source = new URL('./precision-recall.ts', import.meta.url);

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** Rows on a grid by a quadratic congruence, so that distances are exact and, where the grid is coarse, often equal. */
const congruent = (count: number, d: number, [a, b]: readonly [number, number], levels: number, shift: number) =>
  Float32Array.from({ length: count * d }, (_, i) => (((((a * i + b) * i) % 1009) % levels) + shift) / levels);

/**
 * Counts by NumPy in float64, with D the squared distances of x to y and r those of a set to its fifth neighbours by
 * `partition(pairs, 5, axis=1)[:, 5]`: `(D < r(y)).any(1)`, `(D < r(x)[:, None]).any(0)`, all of `D < r(y)`, and its `any(0)`.
 */
const countedByNumPy = [
  { n: 200, m: 150, d: 8, levels: 1024, shift: 150, counts: [183, 143, 831, 106] },
  { n: 250, m: 400, d: 6, levels: 1024, shift: 250, counts: [94, 275, 207, 78] },
  { n: 120, m: 90, d: 3, levels: 16, shift: 3, counts: [114, 84, 408, 63] },
  { n: 80, m: 100, d: 2, levels: 32, shift: 10, counts: [55, 61, 215, 48] },
];

knownAnswer(
  'the figures that NumPy gives of four pairs of sets, two of them with many ties',
  source,
  async (module: typeof definition) => {
    for (const { n, m, d, levels, shift, counts } of countedByNumPy) {
      const [x, y] = [congruent(n, d, [31, 17], levels, shift), congruent(m, d, [57, 23], levels, 0)];
      const pairs = [n, m, n * k, m];
      expect(await prdc(x, y, d, module)).toEqual(
        counts.map((count, at) => expect.closeTo(count / pairs[at]!, 12) as number),
      );
    }
  },
  {
    'the inside of a ball is closed': { replace: 'if (distance < radius) {', by: 'if (distance <= radius) {' },
    'recall in closed balls': { replace: 'if (distance < ownRadius)', by: 'if (distance <= ownRadius)' },
    'the row itself is a neighbour': {
      replace: 'points, points, neighbourhood,',
      by: 'points, points, neighbourhood - 1,',
    },
    'pairs near a radius are decided by what float32 may be off': {
      replace: 'distance = squaredDistance(x, i, y, j);',
      by: 'distance -= error / 2;',
    },
    'coverage counts generated rows': { replace: 'coverage: share(rowsWithin)', by: 'coverage: share(ballsOver)' },
  },
);

/** Expected coverage of equal distributions (Naeem et al. 2020, equation 8). */
function expectedCoverage(n: number, m: number, neighbours: number): number {
  let missed = 1;
  for (let i = 0; i < neighbours; i++) missed *= (n - 1 - i) / (n + m - 1 - i);
  return 1 - missed;
}

test('the closed form of the expected coverage is the paper’s .969 for large sets', () => {
  expect(expectedCoverage(10_000, 10_000, 5)).toBeCloseTo(0.969, 3);
});

/** Mean of a figure over draws, and the standard error of that mean. */
function over(values: readonly (readonly number[])[], at: number): readonly [number, number] {
  const mean = values.reduce((sum, value) => sum + value[at]!, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value[at]! - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1) / values.length)];
}

knownAnswer(
  'for equal distributions the density is 1 and the coverage that of the closed form, on average',
  source,
  async (module: typeof definition) => {
    for (const [n, m, d, repeats] of [
      [120, 200, 3, 60],
      [1000, 1000, 16, 8],
    ] as const) {
      const values: (readonly number[])[] = [];
      for (let r = 0; r < repeats; r++) {
        values.push(await prdc(normal(4, 'prdc/x', r, n * d), normal(4, 'prdc/y', r, m * d), d, module));
      }
      const [density, densityError] = over(values, 2);
      const [coverage, coverageError] = over(values, 3);
      expect(Math.abs(density - 1)).toBeLessThan(4 * densityError);
      expect(Math.abs(coverage - expectedCoverage(m, n, k))).toBeLessThan(4 * coverageError);
      // Tight enough to tell one neighbour more or less.
      expect(densityError).toBeLessThan(0.02);
      expect(coverageError).toBeLessThan(0.005);
    }
  },
  {
    'the row itself is a neighbour': {
      replace: 'points, points, neighbourhood,',
      by: 'points, points, neighbourhood - 1,',
    },
    'one neighbour too many': { replace: 'points, points, neighbourhood,', by: 'points, points, neighbourhood + 1,' },
    'the density is not divided by k': { replace: 'count / neighbourhood', by: 'count' },
    'distances against squared radii': {
      replace: 'const radius = real.squaredRadii[j]!',
      by: 'const radius = Math.sqrt(real.squaredRadii[j]!)',
    },
  },
);

/**
 * 10,000 against 10,000 draws of N(0, I) in 1,000 dimensions: mean and standard deviation over 30 pairs of draws, by
 * NumPy's generator with seeds 0 to 29 and distances in PyTorch (float32; the same to four digits in float64).
 */
const overDraws = [
  { figure: 'precision', mean: 0.4786, std: 0.0085, published: 0.4772 },
  { figure: 'recall', mean: 0.4764, std: 0.0089, published: 0.4705 },
  { figure: 'density', mean: 1.0014, std: 0.0486, published: 1.0555 },
  { figure: 'coverage', mean: 0.9695, std: 0.0052, published: 0.9735 },
];

test.each(overDraws)('the published $figure is that of a usual draw', ({ mean, std, published }) => {
  expect(Math.abs(published - mean)).toBeLessThan(2 * std);
});

test('over such draws density and coverage are those expected of equal distributions', () => {
  const [, , density, coverage] = overDraws;
  expect(Math.abs(density!.mean - 1)).toBeLessThan((2 * density!.std) / Math.sqrt(30));
  const expected = expectedCoverage(10_000, 10_000, k);
  expect(Math.abs(coverage!.mean - expected)).toBeLessThan((2 * coverage!.std) / Math.sqrt(30));
});

/** Minutes of work: `METRICS=all npx vitest run --project node evaluation/measures/precision-recall.draws.test.ts`. */
test.runIf(process.env['METRICS'] === 'all')(
  'a draw of our own is one of them',
  async () => {
    const [n, d] = [10_000, 1000];
    const value = await prdc(normal(11, 'prdc/x', 0, n * d), normal(11, 'prdc/y', 0, n * d), d);
    console.info(`precision, recall, density, coverage: ${value.map((v) => v.toFixed(4)).join(', ')}`);
    overDraws.forEach(({ mean, std }, at) => expect(Math.abs(value[at]! - mean)).toBeLessThan(4 * std));
  },
  1_200_000,
);
