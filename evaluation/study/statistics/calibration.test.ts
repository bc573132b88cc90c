import { describe, expect, it } from 'vitest';
import { normal } from '../../../core/random/stream.ts';
import { bootstrapInterval } from './bootstrap-interval.ts';
import { holm } from './holm.ts';
import { signFlipP } from './sign-flip.ts';

/** Values of a normal distribution with mean 0; another for each `draw`. */
const sample = (n: number, draw: number): number[] => Array.from(normal(draw, 'test/calibration', n, n));
/** Those of an exponential distribution, moved to the mean 0: sums of two squared normals, halved. */
const skewed = (n: number, draw: number): number[] => {
  const z = normal(draw, 'test/calibration/skewed', n, 2 * n);
  return Array.from({ length: n }, (_, i) => (z[2 * i]! ** 2 + z[2 * i + 1]! ** 2) / 2 - 1);
};

function coverage(n: number, draws: number, of: (n: number, draw: number) => number[]): number {
  let held = 0;
  for (let draw = 0; draw < draws; draw++) {
    const [low, high] = bootstrapInterval(of(n, draw))!;
    if (low <= 0 && 0 <= high) held++;
  }
  return held / draws;
}

describe('calibration on synthetic draws', () => {
  // Of 400 draws with a chance of 95%, the share is within 3.3% in 99.7% of cases.
  it.each([
    [3, sample, 0.94, 1],
    [5, sample, 0.9, 0.98],
    [10, sample, 0.91, 0.98],
    [5, skewed, 0.88, 0.98],
    [10, skewed, 0.9, 0.98],
  ])('an interval of %d values covers the mean about as often as it says', (n, of, least, most) => {
    const share = coverage(n, 400, of);
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  it('five corrected comparisons of arms that do not differ seldom find a difference: in at most 5% of studies', () => {
    const studies = 2000;
    let wrong = 0;
    let uncorrected = 0;
    for (let draw = 0; draw < studies; draw++) {
      const arms = Array.from({ length: 6 }, (_, arm) => sample(8, 10 * draw + arm));
      const p = arms.slice(1).map((arm) => signFlipP(arm.map((value, i) => value - arms[0]![i]!)));
      if (Math.min(...holm(p)) <= 0.05) wrong++;
      if (Math.min(...p) <= 0.05) uncorrected++;
    }
    expect(wrong / studies).toBeLessThanOrEqual(0.05);
    // The correction is needed: without it, five comparisons find something three times as often.
    expect(uncorrected / studies).toBeGreaterThan(0.1);
  });

  it('a real difference is found', () => {
    let found = 0;
    for (let draw = 0; draw < 200; draw++) {
      const p = signFlipP(sample(8, draw).map((value) => value + 2));
      if (holm([p, 1, 1, 1, 1])[0]! <= 0.05) found++;
    }
    expect(found / 200).toBeGreaterThan(0.8);
  });
});
