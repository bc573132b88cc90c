import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { gradientOf } from '../backend/gradients.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { densityRatioLoss } from '../objectives/adversarial/density-ratio.ts';
import type { AdversarialLoss } from '../objectives/adversarial/loss.ts';
import { adversarialLosses } from '../objectives/adversarial/registry.ts';
import { fDivergences } from './f-divergences.ts';
import type { FDivergenceId } from './f-divergences.ts';
import type { JetFunction } from './jet.ts';
import { lambertOfExponential } from './lambert.ts';
import { densityRatioLogitLoss, impliedProbability, logitLosses } from './logit-losses.ts';
import type { LogitLoss, LogitLossId } from './logit-losses.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** No kink of the hinge among them. */
const outputs = [-6, -2.5, -0.75, 0, 0.5, 1.5, 4];
/** The tensor losses are in single precision. */
const precision = 2e-6;

/** Compares value and first two derivatives of one part of a loss with the tensor's, the other example's output being 0. */
function expectSame(part: JetFunction, ofTensor: (d: tf.Tensor) => tf.Scalar): void {
  const [atZero] = ofTensor(tf.tensor([0])).dataSync();
  for (const d of outputs) {
    const x = tf.tensor([d]);
    const slopeAt = (at: tf.Tensor): tf.Scalar => tf.sum(gradientOf((y) => ofTensor(y), at));
    const { value, slope, curvature } = part(d);
    const near = (measured: number, expected: number, name: string) =>
      expect(Math.abs(measured - expected) / Math.max(1, Math.abs(expected)), `${name} at ${d}`).toBeLessThan(
        precision,
      );
    // Parts of a sum differ from the sum by what the other example adds.
    near(ofTensor(x).dataSync()[0]! - atZero!, value - part(0).value, 'value');
    near(slopeAt(x).dataSync()[0]!, slope, 'slope');
    near(gradientOf(slopeAt, x).dataSync()[0]!, curvature, 'curvature');
  }
}

const cases: [string, AdversarialLoss, LogitLoss][] = [
  ...Object.entries(adversarialLosses).map(([id, loss]): [string, AdversarialLoss, LogitLoss] => [
    id,
    loss,
    logitLosses[id as LogitLossId],
  ]),
  ['density-ratio with a mixture', densityRatioLoss(0.25), densityRatioLogitLoss(0.25)],
];

describe('losses as functions of the logit', () => {
  it('are there for every registered objective, and for no other', () => {
    expect(Object.keys(logitLosses).sort()).toEqual(Object.keys(adversarialLosses).sort());
  });

  it.each(cases)('%s is the tensor loss, with its derivatives', (_, tensors, { real, fake, generator }) => {
    const zero = tf.tensor([0]);
    expectSame(real, (d) => tensors.discriminator(d, zero));
    expectSame(fake, (d) => tensors.discriminator(zero, d));
    expectSame(generator, (d) => tensors.generator(d, zero));
  });

  it.each(Object.entries(logitLosses))('%s has the derivatives of its value, by finite differences', (_, loss) => {
    const e = 1e-5;
    for (const part of [loss.real, loss.fake, loss.generator]) {
      for (const d of outputs) {
        const [ahead, behind] = [part(d + e), part(d - e)];
        const scale = Math.max(1, Math.abs(part(d).curvature), Math.abs(part(d).value));
        expect(Math.abs((ahead.value - behind.value) / (2 * e) - part(d).slope) / scale).toBeLessThan(1e-8);
        expect(Math.abs((ahead.slope - behind.slope) / (2 * e) - part(d).curvature) / scale).toBeLessThan(1e-8);
      }
    }
  });

  it('of a logistic kind overflow nowhere', () => {
    for (const id of ['non-saturating', 'minimax', 'relativistic', 'f-js', 'f-gan'] as const) {
      for (const d of [-1e4, 1e4]) {
        for (const part of [logitLosses[id].real(d), logitLosses[id].fake(d)]) {
          expect(Object.values(part as object).every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

describe.each(Object.keys(fDivergences) as FDivergenceId[])('the divergence %s', (id) => {
  const { f, activation, conjugate, penalty, bestOutput, integrand } = fDivergences[id];
  const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });

  it('has a convex f, which is 0 at 1 but for GAN’s -log 4', () => {
    expect(f(1).value).toBeCloseTo(id === 'gan' ? -Math.log(4) : 0, 12);
    fc.assert(
      fc.property(ratio, (u) => {
        expect(f(u).curvature).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('has a conjugate of that f: f(u) + f*(f’(u)) = u f’(u), and more elsewhere', () => {
    fc.assert(
      fc.property(ratio, ratio, (u, other) => {
        fc.pre(id !== 'total-variation' || u !== 1);
        const t = f(u).slope;
        expect(f(u).value + conjugate(t).value).toBeCloseTo(u * t, 6);
        // Fenchel and Young's inequality.
        expect(f(other).value + conjugate(t).value).toBeGreaterThan(other * t - 1e-6);
        if (id !== 'total-variation') expect(conjugate(t).slope).toBeCloseTo(u, 5);
      }),
    );
  });

  it('has a penalty that is the conjugate of the activation', () => {
    for (const v of [-2.5, -0.5, 0, 0.7, 2]) {
      const t = activation(v);
      expect(penalty(v).value).toBeCloseTo(conjugate(t.value).value, 10);
      expect(penalty(v).slope).toBeCloseTo(conjugate(t.value).slope * t.slope, 8);
    }
  });

  it('has an integrand q f(p/q), and its best output where g_f is f’', () => {
    for (const [p, q] of [
      [0.3, 0.1],
      [0.02, 0.7],
      [1.5, 1.4],
    ] as const) {
      expect(integrand(Math.log(p), Math.log(q))).toBeCloseTo(q * f(p / q).value, 12);
      expect(activation(bestOutput(Math.log(p / q))).value).toBeCloseTo(f(p / q).slope, 10);
    }
  });
});

describe('impliedProbability', () => {
  const densities = fc.double({ min: 0.05, max: 20, noNaN: true });
  const divergences = (Object.keys(fDivergences) as FDivergenceId[]).filter((id) => id !== 'total-variation');

  it.each(divergences)('is p / (p + q) at the best output: %s', (id) => {
    fc.assert(
      fc.property(densities, densities, (p, q) => {
        const best = fDivergences[id].bestOutput(Math.log(p / q));
        expect(impliedProbability(logitLosses[`f-${id}`], best)).toBeCloseTo(p / (p + q), 8);
      }),
    );
  });

  it('is the target’s share for least squares, and 0 or 1 beyond the targets', () => {
    expect([-0.5, 0.3, 1.2].map((d) => impliedProbability(logitLosses['least-squares'], d))).toEqual([0, 0.3, 1]);
    expect(impliedProbability(logitLosses['least-squares-pearson'], 0.5)).toBe(0.75);
  });

  it('stays within 0 and 1 at any output', () => {
    for (const [id, loss] of Object.entries(logitLosses))
      for (const d of [-1e3, -90, -3, -2, 0, 5, 90, 1e3]) {
        const chance = impliedProbability(loss, d);
        expect(chance >= 0 && chance <= 1, `${id} at ${d}: ${chance}`).toBe(true);
      }
  });
});

describe('Lambert’s function of an exponential', () => {
  it('solves w + log w = y to full precision, without overflow', () => {
    expect(lambertOfExponential(1)).toBeCloseTo(1, 14);
    fc.assert(
      fc.property(fc.double({ min: -700, max: 1e6, noNaN: true }), (y) => {
        const w = lambertOfExponential(y);
        expect(Math.abs(w + Math.log(w) - y)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(y)));
      }),
    );
    expect(lambertOfExponential(Infinity)).toBe(Infinity);
    expect(lambertOfExponential(NaN)).toBeNaN();
  });
});
