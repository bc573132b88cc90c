import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';
import { categorical, hashName, normal, permutation, uniform } from './stream.ts';
import { goldenSuite } from './stream.suite.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const steps = fc.maxSafeNat();
const names = fc.string({ maxLength: 12 });
const counts = fc.integer({ min: 0, max: 40 });
const weights = [0.5, 0, 2, 1.5];

describe('random streams', goldenSuite);

describe('every stream', () => {
  const draws = {
    uniform,
    normal,
    categorical: (seed: number, name: string, step: number, count: number, start = 0) =>
      categorical(seed, name, step, count, weights, start),
  };
  it.each(Object.entries(draws))('%s: element i does not depend on the count or the start', (_, draw) => {
    fc.assert(
      fc.property(seeds, names, steps, counts, counts, counts, (seed, name, step, skipped, taken, more) => {
        const long = draw(seed, name, step, skipped + taken + more);
        expect(draw(seed, name, step, taken, skipped)).toEqual(long.slice(skipped, skipped + taken));
      }),
    );
  });

  it.each(Object.entries(draws))('%s: long draws agree with short ones across pieces', (_, draw) => {
    const long = draw(5, 'pieces', 9, 20_000);
    for (const at of [8190, 8191, 8192, 8193, 16383, 19_995]) {
      expect(draw(5, 'pieces', 9, 5, at)).toEqual(long.slice(at, at + 5));
    }
  });

  it('differs by seed, name and step, high word included', () => {
    const first = [uniform(1, 'a', 0, 4), uniform(2, 'a', 0, 4), uniform(1, 'b', 0, 4), uniform(1, 'a', 1, 4)];
    const all = [...first, uniform(1, 'a', 2 ** 32, 4)].map((draw) => draw.join());
    expect(new Set(all).size).toBe(all.length);
  });

  it('refuses a seed, step or count that would silently alias another', () => {
    for (const seed of [-1, 0.5, 2 ** 32, NaN]) expect(() => uniform(seed, 'a', 0, 1)).toThrow(RangeError);
    for (const step of [-1, 0.5, 2 ** 53, NaN]) expect(() => normal(0, 'a', step, 1)).toThrow(RangeError);
    expect(() => permutation(0, 'a', 0, -1)).toThrow(RangeError);
    expect(() => uniform(0, 'a', 0, 1, 2 ** 34)).toThrow(RangeError);
  });
});

describe('uniform', () => {
  it('is the top 24 bits of the Philox words of counter (block, 0, step low, step high)', () => {
    const step = 5 * 2 ** 32 + 6;
    const words = [0, 1].flatMap((block) => [...philox4x32([block, 0, 6, 5], [9, hashName('x')])]);
    expect([...uniform(9, 'x', step, 8)]).toEqual(words.map((word) => (word >>> 8) / 2 ** 24));
  });

  it('has a flat histogram', () => {
    const bins = new Float64Array(64);
    const draws = uniform(1, 'histogram', 0, 640_000);
    for (const u of draws) {
      bins[Math.floor(u * 64)]!++;
    }
    expect(bins.reduce((sum, bin) => sum + bin)).toBe(640_000);
    const chiSquare = bins.reduce((sum, bin) => sum + (bin - 10_000) ** 2 / 10_000, 0);
    // The 99.99% point of chi-square with 63 degrees of freedom is 113.
    expect(chiSquare).toBeLessThan(113);
  });
});

describe('normal', () => {
  it('is Box and Muller of the words', () => {
    const words = philox4x32([0, 0, 4, 0], [3, hashName('n')]);
    const expected = [0, 2].flatMap((j) => {
      const radius = Math.sqrt(-2 * Math.log((words[j]! + 0.5) / 2 ** 32));
      const angle = (2 * Math.PI * words[j + 1]!) / 2 ** 32;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    normal(3, 'n', 4, 4).forEach((z, i) => expect(z).toBeCloseTo(expected[i]!, 6));
  });

  it('has the moments of a standard normal within five standard errors, and no correlation of neighbours', () => {
    const n = 1_000_000;
    const z = normal(11, 'moments', 1, n);
    const mean = (power: number) => z.reduce((sum, value) => sum + value ** power, 0) / n;
    expect(Math.abs(mean(1))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(mean(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(mean(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(mean(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    let lag = 0;
    for (let i = 1; i < n; i++) lag += z[i]! * z[i - 1]!;
    expect(Math.abs(lag / n)).toBeLessThan(5 / Math.sqrt(n));
  });

  it('has the normal distribution function (Kolmogorov and Smirnov)', () => {
    const n = 100_000;
    const sorted = normal(12, 'ks', 0, n).sort();
    let largest = 0;
    sorted.forEach((z, i) => {
      largest = Math.max(largest, Math.abs(normalCdf(z) - (i + 0.5) / n));
    });
    // sqrt(n) D stays below 2.23 with probability 0.9999.
    expect(largest * Math.sqrt(n)).toBeLessThan(2.23);
  });
});

/** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return x >= 0 ? 1 - upper : upper;
}

describe('permutation', () => {
  it('holds every index once, for any length', () => {
    fc.assert(
      fc.property(seeds, steps, fc.integer({ min: 0, max: 300 }), (seed, step, n) => {
        const sorted = permutation(seed, 'p', step, n).sort();
        expect([...sorted]).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
    expect(new Set(permutation(1, 'p', 0, 60_000)).size).toBe(60_000);
  });

  it('is that of Fisher and Yates on the stream’s words, without those that would favour some places', () => {
    const [n, step] = [60_000, 12];
    let [words, taken, again]: [Uint32Array, number, number] = [new Uint32Array(), 0, 0];
    const next = (): number => {
      if (taken % 4 === 0) words = philox4x32([taken / 4, 0, step, 0], [1, hashName('p')]);
      return words[taken++ % 4]!;
    };
    const expected = Array.from({ length: n }, (_, i) => i);
    for (let range = n; range > 1; range--) {
      let word = next();
      while (word >= 2 ** 32 - (2 ** 32 % range)) [word, again] = [next(), again + 1];
      const [last, other] = [expected[range - 1]!, expected[word % range]!];
      [expected[range - 1], expected[word % range]] = [other, last];
    }
    // Few steps of few seeds meet such a word at all.
    expect(again).toBe(2);
    expect(permutation(1, 'p', step, n).findIndex((place, i) => place !== expected[i])).toBe(-1);
  });

  it('makes all 24 orders of four things equally often', () => {
    const seen = new Map<string, number>();
    for (let step = 0; step < 24_000; step++) {
      const order = permutation(2, 'orders', step, 4).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    const chiSquare = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 99.99% point of chi-square with 23 degrees of freedom is 57.
    expect(chiSquare).toBeLessThan(57);
  });
});

describe('categorical', () => {
  it('draws each category in proportion to its weight and none of weight 0', () => {
    const n = 200_000;
    const counts = [0, 0, 0, 0];
    for (const k of categorical(4, 'c', 0, n, weights)) counts[k]!++;
    expect(counts[1]).toBe(0);
    for (const k of [0, 2, 3]) {
      const p = weights[k]! / 4;
      expect(Math.abs(counts[k]! / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
    }
  });

  it('gives a number at the edge of two categories to the upper one', () => {
    const words = philox4x32([0, 0, 2, 0], [4, hashName('c')]);
    words.forEach((word, i) => {
      const [at] = categorical(4, 'c', 2, 1, [word, 2 ** 32 - word], i);
      const [below] = categorical(4, 'c', 2, 1, [word + 1, 2 ** 32 - word - 1], i);
      expect([at, below]).toEqual([1, 0]);
    });
  });

  it('refuses weights that are no distribution', () => {
    for (const bad of [[], [0, 0], [1, -1], [NaN], [Infinity]]) {
      expect(() => categorical(0, 'c', 0, 1, bad)).toThrow(RangeError);
    }
  });
});
