import { expect, test } from 'vitest';
import { uniform } from '../../core/random/stream.ts';
import { finish } from '../testing/finish.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as StructuralSimilarity from './structural-similarity.ts';
import { structuralSimilarities } from './structural-similarity.ts';

const source = new URL('structural-similarity.ts', import.meta.url);
const c1 = 0.0001;
const c2 = 0.0009;

knownAnswer<typeof StructuralSimilarity>(
  'the similarity of black and one bright pixel in the middle of the window, in closed form',
  source,
  (module) => {
    // One window. With its weight w at the middle: means 0 and h w, variances 0 and h^2 w (1 - w), no covariance.
    const height = 0.5;
    const bright = new Float32Array(121);
    bright[60] = height;
    let along = 0;
    for (let k = -5; k <= 5; k++) along += Math.exp(-(k * k) / 4.5);
    const w = along ** -2;
    const expected = ((c1 * c2) / ((height * w) ** 2 + c1)) * (1 / (height * height * w * (1 - w) + c2));
    const [value] = finish(module.structuralSimilarities(new Float32Array(121), bright, [11, 11, 1]));
    expect(value).toBeCloseTo(expected, 12);
  },
  {
    'a flat window': { replace: 'Math.exp(-((i - (windowSide - 1) / 2) ** 2) / (2 * windowStd ** 2))', by: '1' },
    'a narrower window': { replace: 'const windowSide = 11;', by: 'const windowSide = 7;' },
    'another width of the Gaussian': { replace: 'windowStd = 1.5', by: 'windowStd = 1' },
    'weights that do not sum to 1': { replace: 'value / sum', by: 'value' },
    'constants of 8-bit values': { replace: 'const c1 = 0.01 ** 2;', by: 'const c1 = (255 * 0.01) ** 2;' },
    'constants that are not squared': { replace: 'const c2 = 0.03 ** 2;', by: 'const c2 = 0.03;' },
    'unbiased variances': {
      replace: 'const varianceY = squareY[at]! - my * my;',
      by: 'const varianceY = ((squareY[at]! - my * my) * 121) / 120;',
    },
  },
);

/** The definition, window by window and pixel by pixel, with centred sums. */
function byDefinition(x: Float32Array, y: Float32Array, height: number, width: number): number {
  let total = 0;
  let windows = 0;
  for (let top = 0; top + 11 <= height; top++) {
    for (let left = 0; left + 11 <= width; left++) {
      const pixels = Array.from({ length: 121 }, (_, k) => {
        const [row, column] = [Math.floor(k / 11), k % 11];
        const weight = Math.exp(-((row - 5) ** 2 + (column - 5) ** 2) / (2 * 1.5 ** 2));
        const at = (top + row) * width + left + column;
        return { weight, a: x[at]!, b: y[at]! };
      });
      const sum = pixels.reduce((s, { weight }) => s + weight, 0);
      const mean = (of: (p: (typeof pixels)[number]) => number) =>
        pixels.reduce((s, pixel) => s + (pixel.weight / sum) * of(pixel), 0);
      const [ma, mb] = [mean(({ a }) => a), mean(({ b }) => b)];
      const [va, vb] = [mean(({ a }) => (a - ma) ** 2), mean(({ b }) => (b - mb) ** 2)];
      const cov = mean(({ a, b }) => (a - ma) * (b - mb));
      total += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
      windows++;
    }
  }
  return total / windows;
}

test('it is the definition, at odd sizes and averaged over channels', () => {
  const [height, width] = [13, 16];
  const plane = (name: string) => uniform(1, name, 0, height * width);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(plane) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const both = (first: Float32Array, second: Float32Array) =>
    Float32Array.from({ length: 2 * first.length }, (_, k) => (k % 2 === 0 ? first : second)[k >> 1]!);
  const [value] = finish(structuralSimilarities(both(a, c), both(b, d), [height, width, 2]));
  expect(value).toBeCloseTo((byDefinition(a, b, height, width) + byDefinition(c, d, height, width)) / 2, 12);
});

test('equal images score 1, their negatives less than 0, and flat ones by their brightness alone', () => {
  const noise = uniform(2, 'noise', 0, 2 * 784);
  for (const value of finish(structuralSimilarities(noise, noise, [28, 28, 1]))) expect(value).toBeCloseTo(1, 12);
  const negative = noise.map((value) => 1 - value);
  for (const value of finish(structuralSimilarities(noise, negative, [28, 28, 1]))) expect(value).toBeLessThan(-0.8);
  const flat = (value: number) => new Float32Array(144).fill(value);
  const [value] = finish(structuralSimilarities(flat(0.25), flat(0.75), [12, 12, 1]));
  expect(value).toBeCloseTo((2 * 0.25 * 0.75 + c1) / (0.25 ** 2 + 0.75 ** 2 + c1), 9);
});

test('images smaller than the window, or of other sizes, are refused', () => {
  expect(() => finish(structuralSimilarities(new Float32Array(100), new Float32Array(100), [10, 10, 1]))).toThrow(
    '10 x 10',
  );
  expect(() => finish(structuralSimilarities(new Float32Array(121), new Float32Array(242), [11, 11, 1]))).toThrow(
    RangeError,
  );
});
