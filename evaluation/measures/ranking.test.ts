import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './ranking.ts';
import { Ranking } from './ranking.ts';

const source = new URL('ranking.ts', import.meta.url);

knownAnswer<typeof Module>(
  'the case of scikit-learn’s documentation, and cases with ties by hand',
  source,
  (module) => {
    const plain = new module.Ranking(Float64Array.of(0.1, 0.4, 0.35, 0.8), [0, 0, 1, 1]);
    expect(plain.auroc()).toBe(0.75);
    expect(plain.averagePrecision()).toBeCloseTo(5 / 6, 12);
    // One threshold has a positive and a negative example: 3 wins and a tie of 4 pairs.
    const tied = new module.Ranking(Float64Array.of(2, 1, 1, 0), [1, 0, 1, 0]);
    expect(tied.auroc()).toBe(0.875);
    expect(tied.averagePrecision()).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
    // Scores that say nothing, in an order that flatters them and in one that does not.
    for (const labels of [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]) {
      const flat = new module.Ranking(new Float64Array(4), labels);
      expect([flat.auroc(), flat.averagePrecision()]).toEqual([0.5, 0.25]);
    }
    // Twice the first negative: it loses and wins twice.
    expect(plain.auroc([2, 1, 1, 1])).toBeCloseTo(5 / 6, 12);
  },
  {
    'every example a threshold, ties ignored': { replace: 'this.#scores[next] === this.#scores[example]', by: 'false' },
    'ties that count in full': { replace: 'positive / 2', by: 'positive' },
    'ties that count nothing': { replace: '(above + positive / 2)', by: 'above' },
    'low scores for positive examples': { replace: 'scores[b]! - scores[a]!', by: 'scores[a]! - scores[b]!' },
    'precision before the threshold': { replace: '(positives / found)', by: '((positives - positive) / found)' },
    'labels confused': { replace: 'this.#labels[example] === 1', by: 'this.#labels[example] === 0' },
  },
);

const examples = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 2,
  maxLength: 30,
});

test('the area is the share of pairs in order, counted one by one', () => {
  fc.assert(
    fc.property(examples, (drawn) => {
      const positives = drawn.filter(([, label]) => label === 1);
      const negatives = drawn.filter(([, label]) => label === 0);
      fc.pre(positives.length > 0 && negatives.length > 0);
      let wins = 0;
      for (const [p] of positives) for (const [n] of negatives) wins += p > n ? 1 : p === n ? 0.5 : 0;
      const ranking = new Ranking(
        Float64Array.from(drawn, ([score]) => score),
        drawn.map(([, label]) => label),
      );
      expect(ranking.auroc()).toBeCloseTo(wins / (positives.length * negatives.length), 12);
      // Neither the order of the examples nor the scale of the scores matters.
      const turned = drawn.toReversed();
      const other = new Ranking(
        Float64Array.from(turned, ([score]) => Math.exp(score)),
        turned.map(([, label]) => label),
      );
      expect(other.auroc()).toBe(ranking.auroc());
      expect(other.averagePrecision()).toBe(ranking.averagePrecision());
    }),
  );
});

test('without examples of both kinds there is no area, and a score that is NaN is refused', () => {
  expect(new Ranking(Float64Array.of(1, 2), [1, 1]).auroc()).toBeNaN();
  expect(new Ranking(Float64Array.of(1, 2), [0, 0]).averagePrecision()).toBeNaN();
  expect(() => new Ranking(Float64Array.of(1, NaN), [0, 1])).toThrow('not a number');
  expect(() => new Ranking(Float64Array.of(1), [0, 1])).toThrow(RangeError);
  expect(new Ranking(Float64Array.of(-Infinity, Infinity), [0, 1]).auroc()).toBe(1);
});
