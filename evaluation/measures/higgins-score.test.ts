import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { finish } from '../testing/finish.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './higgins-score.ts';
import { factorPairs, higginsHits, meanDifferences } from './higgins-score.ts';
import { linearClassifier } from './linear-classifier.ts';

const sizes = [3, 6, 8, 16, 16];
const factors = sizes.length;

/** The share of 200 tested points that a classifier tells from latents made of factor values. */
function score(module: typeof Module, latentsOf: (values: Int32Array) => Float32Array): number {
  const side = (stream: string, points: number) => {
    const { shared, values } = module.factorPairs(stream, points, sizes);
    const latents = latentsOf(values);
    return { shared, differences: module.meanDifferences(latents, (latents.length / values.length) * factors) };
  };
  const trained = side('train', 300);
  const tested = side('test', 200);
  const dimension = trained.differences.length / 300;
  return finish(module.higginsHits(trained, tested, dimension, factors)) / 200;
}

/** Factors of unit variance, mixed by a rotation of every pair of neighbours by 45 degrees. */
const mixed = (values: Int32Array): Float32Array =>
  Float32Array.from(values, (_, at) => {
    const k = at % factors;
    const scaled = (i: number) => values[at - k + i]! / sizes[i]!;
    return k === 4 ? scaled(4) - scaled(0) : scaled(k) + scaled(k + 1);
  });

knownAnswer<typeof Module>(
  'the true factors score 100%, whatever their order, sign and scale, and idle latents beside them',
  new URL('higgins-score.ts', import.meta.url),
  (module) => {
    expect(score(module, (values) => Float32Array.from(values))).toBe(1);
    const other = (values: Int32Array) =>
      Float32Array.from({ length: (values.length / factors) * 6 }, (_, at) => {
        const k = at % 6;
        return k === 5 ? 0 : (k - 2.5) * values[Math.floor(at / 6) * factors + 4 - k]!;
      });
    expect(score(module, other)).toBe(1);
  },
  {
    'signed differences': {
      replace: 'Math.abs(latents[at + j]! - latents[at + dimension + j]!)',
      by: '(latents[at + j]! - latents[at + dimension + j]!)',
    },
    'nothing shared': { replace: 'values[at + factors] = values[at]!;', by: '' },
    'differences between pairs': {
      replace: 'latents[at + dimension + j]!',
      by: 'latents[(at + 2 * dimension + j) % latents.length]!',
    },
    'the wrong factor said to be shared': {
      replace: 'return { shared, values };',
      by: 'return { shared: shared.map((k) => (k * 7 + values[k]!) % factors), values };',
    },
  },
);

test('latents that know nothing are told by chance, and mixed ones not in full', () => {
  const noise = score({ factorPairs, higginsHits, meanDifferences } as typeof Module, (values) =>
    normal(1, 'noise', 0, values.length),
  );
  expect(noise).toBeLessThan(0.32);
  expect(score({ factorPairs, higginsHits, meanDifferences } as typeof Module, mixed)).toBeGreaterThan(noise);
});

test('pairs share their factor and nothing else', () => {
  const { shared, values } = factorPairs('pairs', 40, sizes);
  expect(new Set(shared).size).toBe(factors);
  const equal = new Float64Array(factors);
  for (let at = 0; at < values.length; at += 2 * factors) {
    const point = Math.floor(at / (2 * 64 * factors));
    for (let k = 0; k < factors; k++) {
      expect(values[at + k]).toBeLessThan(sizes[k]!);
      if (values[at + k] === values[at + factors + k]) equal[k]!++;
      else expect(k).not.toBe(shared[point]);
    }
  }
  // Besides the pairs that share it, values are equal by chance.
  const others = shared.filter((k) => k !== 4).length * 64;
  const sharing = shared.filter((k) => k === 4).length * 64;
  expect(Math.abs((equal[4]! - sharing) / others - 1 / 16)).toBeLessThan(0.02);
});

test('a linear classifier separates classes that a line separates, and leaves out what never changes', () => {
  const count = 200;
  const draws = normal(4, 'classes', 0, 2 * count);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const features = Float64Array.from({ length: 3 * count }, (_, at) => {
    const [i, j] = [Math.floor(at / 3), at % 3];
    const angle = (2 * Math.PI * labels[i]!) / 3;
    return j === 2 ? 7 : 100 + 3 * (j === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.4 * draws[2 * i + j]!;
  });
  const classify = finish(linearClassifier(features, 3, labels, 3));
  labels.forEach((label, i) => expect(classify(features, 3 * i)).toBe(label));
});
