import { expect, test } from 'vitest';
import { classifierScore } from './classifier-score.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './classifier-score.ts';

const oneHot = (labels: number[], classes: number) =>
  Float32Array.from({ length: labels.length * classes }, (_, at) =>
    labels[Math.floor(at / classes)] === at % classes ? 1 : 0,
  );
const balanced = Array.from({ length: 1000 }, (_, i) => Math.floor(i / 100));

test('a classifier that always says uniform scores 1', () => {
  expect(classifierScore(new Float32Array(500).fill(0.1), 10)).toBeCloseTo(1, 6);
});

test('certain and balanced over 10 classes scores 10', () => {
  expect(classifierScore(oneHot(balanced, 10), 10)).toBeCloseTo(10, 12);
});

test('certain on one class only scores 1', () => {
  expect(classifierScore(oneHot([3, 3, 3, 3], 10), 10)).toBe(1);
});

test('certain with shares 1/2, 1/4, 1/4 scores the exponential of their entropy', () => {
  expect(classifierScore(oneHot([0, 0, 1, 2], 3), 3)).toBeCloseTo(2 ** 1.5, 12);
});

test('half certain: KL((3/4, 1/4) || (1/2, 1/2)) on both sides', () => {
  const kl = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
  expect(classifierScore(Float32Array.of(0.75, 0.25, 0.25, 0.75), 2)).toBeCloseTo(Math.exp(kl), 13);
});

test('it is one split: averaged over 10 splits a sorted set would score 1 instead of 10', () => {
  const probabilities = oneHot(balanced, 10);
  let splits = 0;
  for (let s = 0; s < 10; s++) splits += classifierScore(probabilities.subarray(s * 1000, (s + 1) * 1000), 10) / 10;
  expect(splits).toBeCloseTo(1, 12);
  expect(classifierScore(probabilities, 10)).toBeCloseTo(10, 12);
});

test('chosen rows are scored with their repeats', () => {
  const probabilities = oneHot([0, 1, 2], 3);
  expect(classifierScore(probabilities, 3, Int32Array.of(0, 0, 1, 2))).toBeCloseTo(2 ** 1.5, 12);
});

test('an empty set is refused', () => {
  expect(() => classifierScore(new Float32Array(0), 10)).toThrow(RangeError);
});

knownAnswer(
  'uniform scores 1, certain and balanced over 10 classes 10, half certain its divergence',
  new URL('./classifier-score.ts', import.meta.url),
  ({ classifierScore: score }: typeof definition) => {
    expect(score(new Float32Array(500).fill(0.1), 10)).toBeCloseTo(1, 6);
    expect(score(oneHot(balanced, 10), 10)).toBeCloseTo(10, 10);
    expect(score(oneHot([0, 0, 1, 2], 3), 3)).toBeCloseTo(2 ** 1.5, 10);
    const kl = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
    expect(score(Float32Array.of(0.75, 0.25, 0.25, 0.75), 2)).toBeCloseTo(Math.exp(kl), 10);
  },
  {
    'the entropy of the whole alone': { replace: 'conditional += xLogX(p) / count', by: 'conditional += 0' },
    'logarithms to base 2': { replace: 'p * Math.log(p)', by: 'p * Math.log2(p)' },
    'without the exponential': { replace: 'return Math.exp(', by: 'return (' },
    'classes that do not occur are counted as 1 / classes': { replace: 'p === 0 ? 0 :', by: 'p === 0 ? -0.1 :' },
    'in ten splits': {
      replace: 'const count = rows?.length ?? probabilities.length / classes;',
      by: 'const all = probabilities.length / classes; if (!rows && all >= 1000) { let mean = 0; for (let s = 0; s < 10; s++) mean += classifierScore(probabilities.subarray((s * all * classes) / 10, ((s + 1) * all * classes) / 10), classes) / 10; return mean; } const count = rows?.length ?? all;',
    },
  },
);
