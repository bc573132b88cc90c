import { describe, expect, it } from 'vitest';
import { gradientOf } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import { draws, expectClose, onEachBackend, slope } from '../networks/testing.ts';
import { bernoulliNll, gaussianKl, gaussianNll, reparameterise, standardNormalLogDensity } from './variational.ts';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Integral over [-30, 30] by the trapezoid rule, exact to rounding for densities this smooth. */
function integrate(f: (x: number) => number): number {
  const h = 1 / 64;
  let sum = 0;
  for (let i = -30 / h; i <= 30 / h; i++) sum += f(i * h) * h;
  return sum;
}
const logDensity = (x: number, mean: number, variance: number) =>
  -0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance));

const batch = 3;
const dimension = 4;
const mean = draws('mean', batch * dimension);
const logVariance = draws('log variance', batch * dimension);
const example = (values: readonly number[], i: number) => values.slice(i * dimension, (i + 1) * dimension);
const matrix = (values: readonly number[]) => tf.tensor(values, [batch, dimension]);

onEachBackend(() => {
  describe('gaussianKl', () => {
    const kl = (m: number, lv: number) => 0.5 * (m * m + Math.exp(lv) - lv - 1);

    it("is the integral of q log q/p, summed over an example's dimensions", () => {
      const byQuadrature = (m: number, lv: number) => {
        const variance = Math.exp(lv);
        return integrate(
          (z) => Math.exp(logDensity(z, m, variance)) * (logDensity(z, m, variance) - logDensity(z, 0, 1)),
        );
      };
      const expected = Array.from({ length: batch }, (_, i) =>
        total(example(mean, i).map((m, j) => byQuadrature(m, example(logVariance, i)[j]!))),
      );
      const actual = gaussianKl(matrix(mean), matrix(logVariance));
      expect(actual.shape).toEqual([batch]);
      expectClose(actual, expected, 1e-6);
    });

    it('has the gradients of its formula and is flat at the prior', () => {
      expectClose(
        gradientOf((m) => gaussianKl(m, matrix(logVariance)), matrix(mean)),
        slope((m) => total(m.map((value, i) => kl(value, logVariance[i]!))), mean),
        1e-6,
      );
      expectClose(
        gradientOf((lv) => gaussianKl(matrix(mean), lv), matrix(logVariance)),
        slope((lv) => total(lv.map((value, i) => kl(mean[i]!, value))), logVariance),
        1e-6,
      );
      const prior = tf.zeros([2, 3]);
      expectClose(gaussianKl(prior, prior), [0, 0], 1e-9);
      expectClose(
        gradientOf((lv) => gaussianKl(prior, lv), prior),
        Array<number>(6).fill(0),
        1e-9,
      );
    });
  });

  describe('bernoulliNll', () => {
    const logits = draws('logits', batch * dimension, 3);
    const x = draws('pixels', batch * dimension).map((value) => Math.fround(Math.min(1, Math.abs(value))));
    const nll = (l: number, target: number) => {
      const probability = 1 / (1 + Math.exp(-l));
      return -target * Math.log(probability) - (1 - target) * Math.log(1 - probability);
    };

    it('is the cross-entropy summed over an example, also for grey pixels', () => {
      const expected = Array.from({ length: batch }, (_, i) =>
        total(example(logits, i).map((l, j) => nll(l, example(x, i)[j]!))),
      );
      expectClose(bernoulliNll(matrix(logits), matrix(x)), expected, 1e-6);
      const images = bernoulliNll(tf.tensor(logits, [batch, 2, 2, 1]), tf.tensor(x, [batch, 2, 2, 1]));
      expect(images.shape).toEqual([batch]);
      expectClose(images, expected, 1e-6);
    });

    it('has the gradient sigma(logit) - x', () => {
      expectClose(
        gradientOf((l) => bernoulliNll(l, matrix(x)), matrix(logits)),
        slope((l) => total(l.map((value, i) => nll(value, x[i]!))), logits),
        1e-6,
      );
    });

    it('is exact and finite at extreme logits', () => {
      const sure = tf.tensor([[200], [-200], [200], [-200]]);
      const target = tf.tensor([[1], [0], [0], [1]]);
      expectClose(bernoulliNll(sure, target), [0, 0, 200, 200], 1e-6);
    });
  });

  describe('gaussianNll', () => {
    const x = draws('data', batch * dimension);
    const nll = (value: number, m: number, variance: number) => -logDensity(value, m, variance);

    it('is the density of each example with its whole constant, for a fixed and for a learned width', () => {
      const expected = (variance: (i: number) => number) =>
        Array.from({ length: batch }, (_, i) =>
          total(example(x, i).map((value, j) => nll(value, example(mean, i)[j]!, variance(i * dimension + j)))),
        );
      const fixed = gaussianNll(matrix(x), matrix(mean), { std: 0.3 });
      expect(fixed.shape).toEqual([batch]);
      expectClose(
        fixed,
        expected(() => 0.09),
        1e-6,
      );
      expectClose(
        gaussianNll(matrix(x), matrix(mean), { logVariance: matrix(logVariance) }),
        expected((i) => Math.exp(logVariance[i]!)),
        1e-6,
      );
      expectClose(
        gaussianNll(matrix(x), matrix(mean), { logVariance: tf.scalar(-0.5) }),
        expected(() => Math.exp(-0.5)),
        1e-6,
      );
    });

    it('is a density: exp(-nll) integrates to 1', () => {
      const grid = Array.from({ length: 2001 }, (_, i) => -10 + i / 100);
      const density = tf.exp(tf.neg(gaussianNll(tf.tensor(grid, [2001, 1]), tf.scalar(0.4), { std: 0.7 })));
      expectClose(tf.mul(tf.sum(density), 0.01), [1], 1e-5);
    });

    it('has the gradients of its formula in the mean and the log variance', () => {
      expectClose(
        gradientOf((m) => gaussianNll(matrix(x), m, { logVariance: matrix(logVariance) }), matrix(mean)),
        slope((m) => total(m.map((value, i) => nll(x[i]!, value, Math.exp(logVariance[i]!)))), mean),
        1e-6,
      );
      expectClose(
        gradientOf((m) => gaussianNll(matrix(x), m, { std: 0.5 }), matrix(mean)),
        slope((m) => total(m.map((value, i) => nll(x[i]!, value, 0.25))), mean),
        1e-6,
      );
      expectClose(
        gradientOf((lv) => gaussianNll(matrix(x), matrix(mean), { logVariance: lv }), matrix(logVariance)),
        slope((lv) => total(lv.map((value, i) => nll(x[i]!, mean[i]!, Math.exp(value)))), logVariance),
        1e-6,
      );
      expectClose(
        gradientOf((lv) => gaussianNll(matrix(x), matrix(mean), { logVariance: lv }), tf.scalar(0.25)),
        slope(([lv]) => total(x.map((value, i) => nll(value, mean[i]!, Math.exp(lv!)))), [0.25]),
        1e-6,
      );
    });
  });

  describe('reparameterise', () => {
    const epsilon = draws('epsilon', batch * dimension);

    it('is mean + standard deviation x epsilon, and carries both gradients', () => {
      const value = (i: number, m: number, lv: number) => m + Math.sqrt(Math.exp(lv)) * epsilon[i]!;
      expectClose(
        reparameterise(matrix(mean), matrix(logVariance), matrix(epsilon)),
        mean.map((m, i) => value(i, m, logVariance[i]!)),
        1e-6,
      );
      expectClose(
        gradientOf((m) => reparameterise(m, matrix(logVariance), matrix(epsilon)), matrix(mean)),
        mean.map(() => 1),
        1e-6,
      );
      expectClose(
        gradientOf((lv) => reparameterise(matrix(mean), lv, matrix(epsilon)), matrix(logVariance)),
        slope((lv) => total(lv.map((v, i) => value(i, mean[i]!, v))), logVariance),
        1e-6,
      );
    });
  });

  describe('standardNormalLogDensity', () => {
    it('is the log density of each example', () => {
      const expected = Array.from({ length: batch }, (_, i) => total(example(mean, i).map((z) => logDensity(z, 0, 1))));
      expectClose(standardNormalLogDensity(matrix(mean)), expected, 1e-6);
    });

    it('closes the sum: KL = E_q[log q - log p] over antithetic draws', () => {
      // z = m +- s with unit epsilon has the first two moments of q, and both logs are quadratic: exact, not estimated.
      const m = tf.tensor([[0.3, -0.8]]);
      const lv = tf.tensor([[-0.7, 0.4]]);
      const terms = [-1, 1].map((sign) => {
        const z = reparameterise(m, lv, tf.tensor([[sign, sign]]));
        return tf.sub(tf.neg(gaussianNll(z, m, { logVariance: lv })), standardNormalLogDensity(z));
      });
      expectClose(tf.div(tf.addN(terms), 2), Array.from(gaussianKl(m, lv).dataSync()), 1e-6);
    });
  });
});
