import { describe, expect, it } from 'vitest';
import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { draws, expectClose, onEachBackend, slope } from '../../networks/testing.ts';
import { withNoise } from './instance-noise.ts';
import { labelSmoothing } from './label-smoothing.ts';
import { pack, packCopies, packedShape } from './packing.ts';
import { regularisers } from './registry.ts';
import { pullingAway } from './repelling.ts';

/** The pulling-away term as the paper prints it, in float64. */
function pullingAwayOf(codes: readonly number[], width: number): number {
  const rows = Array.from({ length: codes.length / width }, (_, i) => codes.slice(i * width, (i + 1) * width));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  let sum = 0;
  rows.forEach((a, i) =>
    rows.forEach((b, j) => {
      if (i !== j) sum += dot(a, b) ** 2 / (dot(a, a) * dot(b, b));
    }),
  );
  return sum / (rows.length * (rows.length - 1));
}

onEachBackend(() => {
  describe('the pulling-away term', () => {
    it('is 1 for codes on one line, whatever their lengths and signs, and 0 for orthogonal ones', () => {
      expectClose(pullingAway(tf.tensor([3, 4, -6, -8, 0.3, 0.4], [3, 2])), [1], 1e-6);
      expectClose(pullingAway(tf.tensor([5, 0, 0, 0, -2, 0, 0, 0, 0.1], [3, 3])), [0], 1e-6);
    });

    it('has the value and the gradient of its formula', () => {
      const codes = draws('codes', 5 * 3);
      const reference = (values: readonly number[]) => pullingAwayOf(values, 3);
      const x = tf.tensor(codes, [5, 3]);
      expectClose(pullingAway(x), [reference(codes)], 1e-6);
      expectClose(gradientOf(pullingAway, x), slope(reference, codes), 1e-5);
    });

    it('takes a code of zeros without a NaN', () => {
      const x = tf.tensor([0, 0, 1, 2], [2, 2]);
      expectClose(pullingAway(x), [0], 1e-6);
      for (const value of gradientOf(pullingAway, x).dataSync()) expect(value).toSatisfy(Number.isFinite);
    });
  });

  describe('label smoothing', () => {
    it('makes of the logistic loss the cross-entropy with the smoothed target', () => {
      const logits = [-2, -0.3, 0, 1.5, 4];
      const sigma = (d: number) => 1 / (1 + Math.exp(-d));
      const share = 0.1;
      const expected =
        logits.reduce((sum, d) => sum - (1 - share) * Math.log(sigma(d)) - share * Math.log(1 - sigma(d)), 0) /
        logits.length;
      const d = tf.tensor(logits, [5, 1]);
      expectClose(tf.add(tf.mean(tf.softplus(tf.neg(d))), labelSmoothing(d, share)), [expected], 1e-6);
    });
  });

  describe('instance noise', () => {
    it('adds the draw at its width', () => {
      const x = tf.tensor([1, 2, 3, 4], [2, 2]);
      const noisy = withNoise(x, tf.tensor([1, -1, 0, 2], [2, 2]), tf.scalar(0.5));
      expectClose(noisy, [1.5, 1.5, 3, 5], 1e-6);
    });
  });

  describe('packing', () => {
    it('lays the examples of a group side by side on the last axis', () => {
      const points = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
      expectClose(pack(points, 2), [1, 2, 5, 6, 3, 4, 7, 8], 0.001);
      expect(pack(points, 2).shape).toEqual([2, 4]);
      expect(pack(points, 4).shape).toEqual([1, 8]);
      const pictures = tf.tensor(draws('pictures', 6 * 2 * 2), [6, 2, 2, 1]);
      const packed = pack(pictures, 3);
      expect(packed.shape).toEqual([2, 2, 2, 3]);
      expectClose(tf.slice(packed, [1, 0, 0, 2], [1, 2, 2, 1]), [...tf.slice(pictures, 5, 1).dataSync()], 1e-6);
    });

    it('leaves single examples alone, and makes groups of copies', () => {
      const points = tf.tensor([1, 2, 3, 4], [2, 2]);
      expect(pack(points, 1)).toBe(points);
      expect(packCopies(points, 1)).toBe(points);
      expectClose(packCopies(points, 3), [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4], 0.001);
    });

    it('has the shape of several examples in one', () => {
      expect(packedShape([2], 4)).toEqual([8]);
      expect(packedShape([28, 28, 3], 2)).toEqual([28, 28, 6]);
    });
  });
});

describe('the cards of the regularisers', () => {
  it('have ids of their own and formulas without a control character', () => {
    expect(new Set(regularisers.map(({ id }) => id)).size).toBe(regularisers.length);
    for (const { formula } of regularisers) expect(formula).toMatch(/^[ -~]+$/);
  });
});
