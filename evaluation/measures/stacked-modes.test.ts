import { expect, test } from 'vitest';
import { uniform } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as coverage from './mode-coverage.ts';
import * as definition from './stacked-modes.ts';

/** Certain of each digit but for a tenth on the next. */
const certainOf = (...modes: number[]) =>
  Float32Array.from(
    modes.flatMap((mode) =>
      [Math.floor(mode / 100), Math.floor(mode / 10) % 10, mode % 10].flatMap((digit) =>
        Array.from({ length: 10 }, (_, k) => (k === digit ? 0.9 : k === (digit + 1) % 10 ? 0.1 : 0)),
      ),
    ),
  );

knownAnswer(
  'the mode is the number that the likeliest digits make',
  new URL('./stacked-modes.ts', import.meta.url),
  ({ stackedModes }: typeof definition) => {
    const modes = [0, 7, 90, 123, 999, 501, 100];
    expect([...stackedModes(certainOf(...modes), 3)]).toEqual(modes);
  },
  {
    'the last channel first': {
      replace: 'mode = mode * classes + likeliest',
      by: 'mode += likeliest * classes ** digit',
    },
    'the least likely digit': { replace: '> probabilities[first', by: '< probabilities[first' },
    'every channel is the first': { replace: '(i * digits + digit) * classes', by: 'i * digits * classes' },
  },
);

test('of equally likely digits the first is taken', () => {
  expect([...definition.stackedModes(new Float32Array(30).fill(0.1), 3)]).toEqual([0]);
});

knownAnswer(
  'an ideal sampler of 26,000 stacked digits reaches all 1,000 modes, at a KL of .019',
  new URL('./mode-coverage.ts', import.meta.url),
  ({ coverageOf }: typeof coverage) => {
    const ideal = Int32Array.from(uniform(1, 'stacked', 0, 26_000), (u) => Math.floor(1000 * u));
    const { covered, reverseKl } = coverageOf(ideal, 1000);
    expect(covered).toBe(1000);
    // (K - 1) / 2N = .0192, the mean of the plug-in estimate's bias; its spread is sqrt((K - 1) / 2) / N = .0009.
    expect(Math.abs(reverseKl - 0.0192)).toBeLessThan(0.003);
    const one = coverageOf(new Int32Array(100).fill(7), 1000);
    expect([one.covered, one.reverseKl]).toEqual([1, Math.log(1000)]);
    // Only odd modes: half of them, at log 2 and a little.
    const odd = coverageOf(
      ideal.map((mode) => mode | 1),
      1000,
    );
    expect(odd.covered).toBe(500);
    expect(Math.abs(odd.reverseKl - Math.log(2))).toBeLessThan(0.015);
  },
  {
    'logarithms to base 2': {
      replace: 'entropy -= (n / total) * Math.log(n / total)',
      by: 'entropy -= (n / total) * Math.log2(n / total)',
    },
    'KL by the number of modes reached': {
      replace: 'Math.log(count) - entropy',
      by: 'Math.log(histogram.filter((n) => n > 0).length) - entropy',
    },
    'a mode needs several samples': {
      replace: 'covered: histogram.filter((n) => n > 0)',
      by: 'covered: histogram.filter((n) => n > 30)',
    },
  },
);
