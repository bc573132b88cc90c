import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniform } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './clustering.ts';
import { clusterAgreement } from './clustering.ts';

const labels = (...values: number[]) => Int32Array.from(values);
const source = new URL('clustering.ts', import.meta.url);

knownAnswer<typeof Module>(
  'the cases of scikit-learn’s documentation and a hand case',
  source,
  (module) => {
    // adjusted_rand_score gives 0.57 and v_measure_score, which is this normalisation, 0.8.
    const split = module.clusterAgreement(labels(0, 0, 1, 2), labels(0, 0, 1, 1));
    expect(split.adjustedRandIndex).toBeCloseTo(4 / 7, 12);
    expect(split.normalisedMutualInformation).toBeCloseTo(0.8, 12);
    expect(split.accuracy).toBe(0.75);
    // Of 13, both clusters hold class 1 most often, but only one may have it: 6 + 1 right, where in order 4 + 2 are.
    const crossed = module.clusterAgreement(
      labels(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1),
      labels(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1),
    );
    expect(crossed.accuracy).toBeCloseTo(7 / 13, 12);
  },
  {
    'information without normalisation': { replace: 'information / mean', by: 'information' },
    'normalised by the geometric mean': {
      replace: '(entropy(rows, count) + entropy(columns, count)) / 2',
      by: 'Math.sqrt(entropy(rows, count) * entropy(columns, count))',
    },
    'the Rand index without its correction': {
      replace: '(sum(table) - expected) / (largest - expected)',
      by: 'sum(table) / largest',
    },
    'ordered pairs with themselves': { replace: '(n * (n - 1)) / 2', by: 'n * n' },
    'each cluster to its most frequent class': {
      replace: 'columns.reduce((sum, column, row) => sum + table[row * width + column]!, 0)',
      by: 'columns.reduce((sum, _, row) => sum + Math.max(...table.subarray(row * width, (row + 1) * width)), 0)',
    },
    'labels taken as they are': { replace: 'table[row * width + column]!, 0)', by: 'table[row * width + row]!, 0)' },
  },
);

test('classes under other names agree in full, whatever the names', () => {
  const classes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(classes, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (values, names) => {
      const agreement = clusterAgreement(labels(...values.map((v) => names[v]!)), labels(...values));
      expect(agreement.accuracy).toBe(1);
      expect(agreement.normalisedMutualInformation).toBeCloseTo(1, 12);
      expect(agreement.adjustedRandIndex).toBeCloseTo(1, 12);
    }),
  );
});

test('independent labels have an index of 0 and little information, and one cluster none', () => {
  const drawn = (name: string) => Int32Array.from(uniform(1, name, 0, 5000), (u) => Math.floor(10 * u));
  const { adjustedRandIndex, normalisedMutualInformation, accuracy } = clusterAgreement(drawn('a'), drawn('b'));
  expect(Math.abs(adjustedRandIndex)).toBeLessThan(0.003);
  expect(normalisedMutualInformation).toBeLessThan(0.01);
  expect(accuracy).toBeLessThan(0.15);
  const one = clusterAgreement(new Int32Array(5000), drawn('b'));
  expect([one.adjustedRandIndex, one.normalisedMutualInformation]).toEqual([0, 0]);
});

test('either side may have more labels, and rows count as often as they are named', () => {
  const clusters = labels(0, 1, 2, 3);
  const classes = labels(0, 0, 1, 1);
  expect(clusterAgreement(clusters, classes).accuracy).toBe(0.5);
  expect(clusterAgreement(classes, clusters).accuracy).toBe(0.5);
  expect(clusterAgreement(clusters, classes, [0, 0, 2, 2])).toEqual({
    accuracy: 1,
    normalisedMutualInformation: 1,
    adjustedRandIndex: 1,
  });
  expect(() => clusterAgreement(clusters, labels(0))).toThrow(RangeError);
  expect(() => clusterAgreement(labels(), labels())).toThrow(RangeError);
});
