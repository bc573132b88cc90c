import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import * as definition from './memorisation.ts';

const { memorisation } = definition;
const distances = (name: string, index: number, count: number) =>
  Float64Array.from(normal(1, name, index, count), (e) => Math.exp(0.3 * e));

knownAnswer(
  'a hand case of three samples against four held-out examples',
  new URL('./memorisation.ts', import.meta.url),
  (module: typeof definition) => {
    const found = module.memorisation(Float64Array.of(3, 1, 2), Float64Array.of(3, 2, 5, 3));
    // 1 is nearer than all four, 2 than three with a tie, 3 than one with two ties.
    expect(found.nearer).toBeCloseTo((4 + 3.5 + 2) / 12, 12);
    // Of four values the upper one of the middle.
    expect(found.ratio).toBe(2 / 3);
    // Only 1 is nearer than the nearest held-out example; 2 is as near.
    expect(found.copies).toBe(1);
    expect(found.standardError).toBeCloseTo(Math.sqrt(8 / 144), 12);
    // The normal distribution's tail beyond (9.5 / 12 - 1 / 2) / sqrt(8 / 144) = 1.2374.
    expect(found.pNearer).toBeCloseTo(0.108, 3);
  },
  {
    'farther ones count as nearer': { replace: '=> -(i < n', by: '=> (i < n' },
    'a tie is a copy': { replace: 'd < limit', by: 'd <= limit' },
    'a test of both sides': { replace: 'normalCdf((0.5 - nearer)', by: '2 * normalCdf((0.5 - nearer)' },
    'held-out over samples': {
      replace: 'ratioOfMedians(samples, heldOut),',
      by: 'ratioOfMedians(heldOut, samples),',
    },
  },
);

test('of one distribution, a hundredth are copies, and neither test finds more than its share', () => {
  const repeats = 200;
  const found = Array.from({ length: repeats }, (_, r) => memorisation(distances('a', r, 500), distances('b', r, 500)));
  const mean = (value: (f: definition.Memorisation) => number) => found.reduce((sum, f) => sum + value(f), 0) / repeats;
  expect(Math.abs(mean(({ copies }) => copies / 500) - 0.01)).toBeLessThan(0.002);
  expect(Math.abs(mean(({ nearer }) => nearer) - 0.5)).toBeLessThan(0.006);
  // The stated error of `nearer` is the spread over repetitions.
  const spread = Math.sqrt(mean(({ nearer }) => (nearer - 0.5) ** 2));
  expect(Math.abs(spread / found[0]!.standardError - 1)).toBeLessThan(0.15);
  // A twentieth of both, give or take three of their standard deviations.
  expect(Math.abs(mean(({ pNearer }) => (pNearer < 0.05 ? 1 : 0)) - 0.05)).toBeLessThan(0.046);
  expect(mean(({ pCopies }) => (pCopies < 0.05 ? 1 : 0))).toBeLessThan(0.1);
  expect(found.some(({ pNearer, pCopies }) => Math.min(pNearer, pCopies) < 1e-4)).toBe(false);
});

test('few copies among many good samples are found by their share, when the median does not move', () => {
  const samples = distances('a', 0, 1000).fill(0, 0, 50);
  const { copies, ratio, pCopies } = memorisation(samples, distances('b', 0, 1000));
  expect(copies).toBeGreaterThanOrEqual(50);
  expect(ratio).toBeGreaterThan(0.9);
  expect(pCopies).toBeLessThan(1e-6);
});

test('farther samples are no finding, and empty sets are refused', () => {
  const far = distances('a', 0, 500).map((d) => 2 * d);
  const { pNearer, pCopies, copies } = memorisation(far, distances('b', 0, 500));
  expect(copies).toBe(0);
  expect(pNearer).toBeGreaterThan(0.999);
  expect(pCopies).toBeGreaterThan(0.9);
  expect(() => memorisation(new Float64Array(0), far)).toThrow(RangeError);
});
