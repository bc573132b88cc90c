import { describe, expect, it } from 'vitest';
import { normal } from '../../../core/random/stream.ts';
import { leastSignFlipP, signFlipP } from './sign-flip.ts';

/** Every assignment of signs, without the shortcut. */
function enumerated(differences: readonly number[]): number {
  const n = differences.length;
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let extreme = 0;
  for (let signs = 0; signs < 2 ** n; signs++) {
    const sum = differences.reduce((total, d, i) => total + ((signs >>> i) & 1 ? -d : d), 0);
    if (Math.abs(sum) >= seen - 1e-9) extreme++;
  }
  return extreme / 2 ** n;
}

describe('the paired sign-flip test', () => {
  it('is that of cases by hand', () => {
    expect(signFlipP([1, 2, 3])).toBe(0.25);
    expect(signFlipP([5])).toBe(1);
    expect(signFlipP([0, 0, 0])).toBe(1);
    // Of 8 sums of ±1 ±1 ±3, those at least 3 from 0: ±5, ±3 twice.
    expect(signFlipP([-1, 1, 3])).toBe(0.75);
  });

  it('is that of every assignment tried, up to ten pairs', () => {
    for (let n = 1; n <= 10; n++) {
      const differences = Array.from(normal(n, 'test/sign-flip', 0, n), (d) => d + 0.5);
      expect(signFlipP(differences)).toBe(enumerated(differences));
    }
  });

  it('counts sums that differ by rounding alone as equal', () => {
    expect(signFlipP([0.1, 0.2, 0.3])).toBe(signFlipP([1, 2, 3]));
    expect(signFlipP([0.1, 0.2, -0.3])).toBe(1);
  });

  it('does not mind the unit, the direction or the order', () => {
    const differences = [0.3, -0.1, 0.7, 0.2, 0.25];
    const p = signFlipP(differences);
    expect(signFlipP(differences.map((d) => -1e6 * d))).toBe(p);
    expect(signFlipP([...differences].reverse())).toBe(p);
  });

  it('draws assignments where there are too many, and comes near the exact p', () => {
    const differences = Array.from({ length: 17 }, (_, i) => (i % 3 === 0 ? -1 : 1));
    // 6 of 17 signs are negative: P(|Binomial(17, 1/2) - 8.5| >= 2.5).
    expect(signFlipP(differences)).toBeCloseTo(0.3323, 1);
    expect(signFlipP(new Array<number>(20).fill(1))).toBe(1e-4);
  });

  it('knows the least p that it can give', () => {
    expect(leastSignFlipP(5)).toBe(signFlipP([1, 1, 1, 1, 1]));
    expect([0, 1, 3, 20].map(leastSignFlipP)).toEqual([1, 1, 0.25, 1e-4]);
  });
});
