import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import * as tf from '../../core/backend/tf.ts';
import { normal } from '../../core/random/stream.ts';
import { pointSet } from '../linear-algebra/pair-distances.ts';
import { Pace } from '../pace.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import { measure, prdc } from './precision-recall.fixture.ts';
import * as definition from './precision-recall.ts';

const pace = () => new Pace(new AbortController().signal);
const { ballsAround, neighbourhood: k, precisionRecall } = definition;
const source = new URL('./precision-recall.ts', import.meta.url);

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** The four figures by their definitions, pair by pair in float64. */
function byDefinition(generated: Float32Array, real: Float32Array, d: number): number[] {
  const [n, m] = [generated.length / d, real.length / d];
  const squared = (a: Float32Array, i: number, b: Float32Array, j: number) => {
    let sum = 0;
    for (let c = 0; c < d; c++) sum += (a[i * d + c]! - b[j * d + c]!) ** 2;
    return sum;
  };
  const radii = (set: Float32Array, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const distances = Float64Array.from({ length: count }, (_, j) => (i === j ? Infinity : squared(set, i, set, j)));
      return distances.sort()[k - 1]!;
    });
  const [ofX, ofY] = [radii(generated, n), radii(real, m)];
  const inReal = new Float64Array(n);
  const [recalled, covered] = [new Float64Array(m), new Float64Array(m)];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const distance = squared(generated, i, real, j);
      if (distance < ofY[j]!) inReal[i]!++;
      if (distance < ofY[j]!) covered[j] = 1;
      if (distance < ofX[i]!) recalled[j] = 1;
    }
  }
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
  return [mean(inReal.map((count) => Math.min(count, 1))), mean(recalled), mean(inReal) / k, mean(covered)];
}

test.each([
  [300, 280, 84, 0.3],
  [257, 2060, 3, 0.5],
  [6, 7, 2, 1],
])('%i rows against %i of %i features agree with the definition', async (n, m, d, shift) => {
  const x = normal(1, 'prdc/x', 0, n * d).map((v) => v + shift);
  const y = normal(1, 'prdc/y', 0, m * d);
  expect(await prdc(x, y, d)).toEqual(byDefinition(x, y, d).map((v) => expect.closeTo(v, 12) as number));
});

test('distances that float32 products cannot tell apart are told apart', async () => {
  // A cloud of spread 1e-3 at a distance of 100: the products are 1e4, and their rounding as large as the distances.
  const cloud = (name: string) => normal(2, name, 0, 2 * 200).map((v) => 100 + 1e-3 * v);
  const [x, y] = [cloud('x'), cloud('y')];
  expect(await prdc(x, y, 2)).toEqual(byDefinition(x, y, 2).map((v) => expect.closeTo(v, 12) as number));
});

/** Nine points on a line, whose 5th neighbours are at 5, 4, 3, 3, 3, 3, 3, 4, 5. */
const line = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8);

knownAnswer(
  'a hand-made case with ties',
  source,
  async (module: typeof definition) => {
    const generated = Float32Array.of(11, 11.5, 12, 30, 31, 32, 33, 34, 35);
    const value = await prdc(generated, line, 1, module);
    // 11 is in the ball of 8 only (at 3 < 5; 7 is at 4, which is not under 4), 11.5 and 12 too, the others in none.
    // The ball of 11 has the radius 21 (to 32), as has that of 11.5; their balls hold all of the line.
    expect(value).toEqual([3 / 9, 1, 3 / (5 * 9), 1 / 9].map((v) => expect.closeTo(v, 12) as number));
  },
  {
    'the inside of a ball is closed': { replace: 'if (distance < radius) {', by: 'if (distance <= radius) {' },
    'precision by the balls of the generated rows': {
      replace: 'if (distance < radius) {',
      by: 'if (distance < ownRadius) {',
    },
    'recall by the balls of the real rows': {
      replace: 'if (distance < ownRadius)',
      by: 'if (distance < radius)',
    },
  },
);

test('equal sets: every row is in a ball and every ball holds one; a copied row is a neighbour at distance 0', async () => {
  expect(await prdc(line, line, 1)).toEqual([1, 1, expect.any(Number), 1]);
  // With six copies of each row all radii are 0, and an open ball of radius 0 is empty.
  const copies = Float32Array.from({ length: 60 }, (_, i) => i % 10);
  expect(await prdc(copies, copies, 1)).toEqual([0, 0, 0, 0]);
});

test('standard errors are nearly the spread over repetitions, of which the balls of other draws are a part', async () => {
  const repeats = 50;
  const results = await Promise.all(
    Array.from({ length: repeats }, (_, r) => {
      const x = normal(6, 'prdc/x', r, 300 * 8).map((v) => 0.9 * v + 0.2);
      return measure(x, normal(6, 'prdc/y', r, 300 * 8), 8);
    }),
  );
  for (const figure of ['precision', 'recall', 'density', 'coverage'] as const) {
    const values = results.map((result) => result[figure].mean);
    const mean = values.reduce((sum, v) => sum + v, 0) / repeats;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (repeats - 1));
    const stated = Math.sqrt(results.reduce((sum, result) => sum + result[figure].standardError ** 2, 0) / repeats);
    expect(stated / spread).toBeGreaterThan(0.5);
    expect(stated / spread).toBeLessThan(1.3);
  }
});

test('it stops when told, and leaves no tensor', async () => {
  const controller = new AbortController();
  const before = tf.memory().numTensors;
  const x = pointSet(normal(7, 'x', 0, 3000 * 4), 4);
  const work = ballsAround(
    x,
    new Pace(controller.signal),
    (done) => done > 0.3 && controller.abort(new Error('enough')),
  );
  await expect(work).rejects.toThrow('enough');
  expect(tf.memory().numTensors).toBe(before);
});

test('progress rises to 1; too few rows, other lengths and numbers that are not finite are refused', async () => {
  const seen: number[] = [];
  await ballsAround(pointSet(normal(8, 'x', 0, 2500), 1), pace(), (done) => seen.push(done));
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  await expect(prdc(line.subarray(0, 5), line, 1)).rejects.toThrow('no neighbour number 5 among 4');
  expect(() => pointSet(Float32Array.of(1, NaN), 1)).toThrow('Row 1');
  expect(() => pointSet(Float32Array.of(1, 2, 3), 2)).toThrow(RangeError);
  const wide = await ballsAround(pointSet(normal(8, 'y', 0, 20), 2), pace());
  await expect(precisionRecall(wide, await ballsAround(pointSet(line, 1), pace()), pace())).rejects.toThrow('differ');
});
