import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { onEachBackend } from '../../networks/testing.ts';
import { divergences } from './f-divergences.ts';
import { divergenceReferences } from './testing/divergences.ts';

const ids = Object.keys(divergences) as (keyof typeof divergences)[];
const cases = ids.map((id) => [id, divergenceReferences[id]!] as const);

/** Density of N(mean, deviation^2). */
const gaussian = (mean: number, deviation: number) => (x: number) =>
  Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));

/** Midpoints over the mass of both Gaussians below; either chi-squared integral converges. */
const step = 0.01;
const grid = Array.from({ length: 2400 }, (_, i) => -12 + (i + 0.5) * step);
const p = grid.map(gaussian(0, 1));
const q = grid.map(gaussian(0.5, 1.2));
const ratio = p.map((value, i) => value / q[i]!);
const integral = (values: ArrayLike<number>, density: readonly number[]) =>
  density.reduce((sum, mass, i) => (mass < 1e-30 ? sum : sum + mass * values[i]!), 0) * step;

/** v with g_f(v) = t, by bisection: every g_f increases. */
function inverse(activation: (v: number) => number, t: number): number {
  let [low, high] = [-1e12, 1e12];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (activation(middle) < t) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

describe.each(cases)('the reference of %s', (_, { f, slope, conjugate, domain, activation }) => {
  const inDomain = fc.double({ min: -4, max: 4, noNaN: true }).map(activation);

  it('is 0 for equal distributions, and convex', () => {
    // The GAN's own divergence is shifted by log 4.
    expect(f(1) === 0 || Math.abs(f(1) + Math.log(4)) < 1e-12).toBe(true);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (a, b) => {
          expect(f((a + b) / 2)).toBeLessThanOrEqual((f(a) + f(b)) / 2 + 1e-9);
        },
      ),
    );
  });

  it('has the slope of f', () => {
    for (const u of [0.1, 0.7, 2, 9]) {
      expect((f(u + 1e-5) - f(u - 1e-5)) / 2e-5 / slope(u)).toBeCloseTo(1, 6);
    }
  });

  it('has the convex conjugate of f: the largest t u - f(u)', () => {
    const us = Array.from({ length: 6000 }, (_, i) => Math.exp(-12 + i * 0.004));
    fc.assert(
      fc.property(inDomain, (t) => {
        // The paper gives Pearson's conjugate over all real u: below f'(0) it is not that over u > 0.
        fc.pre(t > slope(1e-9));
        const largest = us.reduce((best, u) => Math.max(best, t * u - f(u)), -Infinity);
        const value = conjugate(t);
        // The grid of u is fine to .4%, which costs second order, and ends where e^-12 is 0 to 1e-3.
        expect(largest).toBeLessThanOrEqual(value + 1e-9 * Math.max(1, Math.abs(value)));
        expect(largest).toBeGreaterThan(value - 2e-3 * Math.max(1, Math.abs(value)));
      }),
    );
  });

  it('maps every score into the domain of the conjugate', () => {
    fc.assert(
      fc.property(fc.double({ min: -15, max: 15, noNaN: true }), (v) => {
        expect(activation(v)).toBeGreaterThan(domain[0]);
        expect(activation(v)).toBeLessThan(domain[1]);
        expect(conjugate(activation(v))).not.toBeNaN();
      }),
    );
  });
});

onEachBackend(() => {
  describe.each(cases)('the %s bound', (id, { f, slope, activation }) => {
    const { activation: output, conjugateOfActivation } = divergences[id];
    const divergence = integral(ratio.map(f), q);
    const boundAt = (scores: readonly number[]) =>
      integral(output(tf.tensor1d([...scores])).dataSync(), p) -
      integral(conjugateOfActivation(tf.tensor1d([...scores])).dataSync(), q);

    it('equals the divergence of two Gaussians at the best discriminator', () => {
      // Total variation's best scores are infinite; the largest here have the same tanh.
      const best = ratio.map((u) => inverse(activation, slope(u)));
      expect(Math.abs(boundAt(best) - divergence)).toBeLessThan(2e-6);
    });

    it('lies below the divergence for any other scores', () => {
      const scores = fc.tuple(...[1, 2, 3].map(() => fc.double({ min: -2, max: 2, noNaN: true })));
      fc.assert(
        fc.property(scores, ([a, b, c]) => {
          expect(boundAt(grid.map((x) => a! + b! * Math.tanh(x) + c! * Math.tanh(x * x - 2)))).toBeLessThanOrEqual(
            divergence + 1e-5,
          );
        }),
        { numRuns: 25 },
      );
    });
  });

  /** Values of -g_f and f*(g_f) at scores of -1e4 and 1e4; e^1e4 is infinite in single precision. */
  const farOut: Readonly<Record<keyof typeof divergences, readonly [number[], number[]]>> = {
    'f-kl': [
      [1e4, -1e4],
      [0, Infinity],
    ],
    'f-reverse-kl': [
      [Infinity, 0],
      [-10001, 9999],
    ],
    'f-pearson': [
      [1e4, -1e4],
      [2.5e7 - 1e4, 2.5e7 + 1e4],
    ],
    'f-neyman': [
      [Infinity, -1],
      [-Infinity, 2],
    ],
    'f-squared-hellinger': [
      [Infinity, -1],
      [-1, Infinity],
    ],
    // W(e^10001) = 9991.789...: the conjugate there is 1 / w - log w - 1.
    'f-jeffrey': [
      [1e4, -1e4],
      [1 / 9991.790444 - Math.log(9991.790444) - 1, Infinity],
    ],
    'f-js': [
      [1e4 - Math.LN2, -Math.LN2],
      [-Math.LN2, 1e4 - Math.LN2],
    ],
    'f-gan': [
      [1e4, 0],
      [0, 1e4],
    ],
    'f-total-variation': [
      [0.5, -0.5],
      [-0.5, 0.5],
    ],
  };

  describe.each(ids)('the %s loss', (id) => {
    const { activation, conjugateOfActivation } = divergences[id];
    const far = tf.tensor([-1e4, 1e4]);
    const parts = [(v: tf.Tensor) => tf.neg(activation(v)), conjugateOfActivation] as const;

    it.each([0, 1])(
      'is finite at huge scores, and has a finite gradient, where the mathematics is (part %i)',
      (part) => {
        const values = parts[part]!(far).dataSync();
        const gradients = gradientOf(parts[part]!, far).dataSync();
        farOut[id][part]!.forEach((expected, i) => {
          if (Number.isFinite(expected)) {
            expect(Math.abs(values[i]! - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-6);
            expect(gradients[i]).toSatisfy(Number.isFinite);
          } else {
            expect(values[i]).toBe(expected);
          }
        });
      },
    );
  });

  /** Those whose conjugate is 0 at a score of 0. */
  const vanishing = ids.filter((id) => {
    const { conjugate, activation } = divergenceReferences[id]!;
    return Math.abs(conjugate(activation(0))) < 1e-12;
  });

  it.each(vanishing)('the conjugate of %s keeps its digits near a score of 0, and its slope there', (id) => {
    const { conjugateOfActivation } = divergences[id];
    const slopeAt0 = id === 'f-js' || id === 'f-total-variation' ? 0.5 : 1;
    const [plus, minus] = conjugateOfActivation(tf.tensor([1e-6, -1e-6])).dataSync();
    expect(plus! / (1e-6 * slopeAt0)).toBeCloseTo(1, 5);
    expect(minus! / (-1e-6 * slopeAt0)).toBeCloseTo(1, 5);
    expect(gradientOf(conjugateOfActivation, tf.tensor([0])).dataSync()[0]).toBeCloseTo(slopeAt0, 6);
  });
});
