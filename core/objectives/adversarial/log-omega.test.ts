import { describe, expect, it } from 'vitest';
import { gradientOf } from '../../backend/gradients.ts';
import { Recorder } from '../../backend/program/recorder.ts';
import * as tf from '../../backend/tf.ts';
import { onEachBackend } from '../../networks/testing.ts';
import { logOmegaOfOneMinus } from './log-omega.ts';

/** By bisection in float64, where expm1(y) + y + v grows with y. */
function rootOf(v: number): number {
  let [low, high] = [Math.min(-v, 0) - 1, Math.log1p(Math.max(-v, 0)) + 1];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (Math.expm1(middle) + middle + v > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const sides = [1e-6, 1e-3, 0.25, 0.5, 1, 2, 4, 9.999, 10, 10.001, 11, 11.001, 33, 89, 1e3, 1e6, 1e12];
const v = [0, ...sides, ...sides.map((value) => -value)].map(Math.fround);
const roots = v.map(rootOf);
/** -1 / (1 + e^y), and its derivative in v. */
const slopes = roots.map((y) => -1 / (1 + Math.exp(y)));
const curvatures = roots.map((y) => -Math.exp(y) / (1 + Math.exp(y)) ** 3);

/** Single precision: 1e-6 of each number. */
function expectEach(actual: tf.Tensor, expected: readonly number[], scale: (value: number) => number): void {
  const values = actual.dataSync();
  expected.forEach((value, i) => {
    const error = Math.abs(values[i]! - value) / scale(value);
    expect(error, `at ${v[i]}: ${values[i]} against ${value}`).toBeLessThan(1e-6);
  });
}

onEachBackend(() => {
  describe('the logarithm of the Wright omega function', () => {
    it('solves e^y + y = 1 - v from -1e12 to 1e12, to the last digits near 0', () => {
      expectEach(logOmegaOfOneMinus(tf.tensor(v)), roots, (value) => Math.max(1e-30, Math.abs(value)));
    });

    it('has the exact first and second derivative', () => {
      const first = (at: tf.Tensor) => gradientOf(logOmegaOfOneMinus, at);
      expectEach(first(tf.tensor(v)), slopes, Math.abs);
      expectEach(gradientOf(first, tf.tensor(v)), curvatures, () => 1);
    });

    it('keeps NaN', () => {
      expect(logOmegaOfOneMinus(tf.tensor([NaN, 1])).dataSync()[0]).toBeNaN();
      expect(gradientOf(logOmegaOfOneMinus, tf.tensor([NaN, 1])).dataSync()[0]).toBeNaN();
    });

    it('can be written down as a program, with its gradient', () => {
      const input = tf.tensor(v);
      expect(() => new Recorder().record(() => void gradientOf(logOmegaOfOneMinus, input))).not.toThrow();
    });
  });
});
