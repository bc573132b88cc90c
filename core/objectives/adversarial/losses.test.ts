import { describe, expect, it } from 'vitest';
import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { expectClose, onEachBackend, slope } from '../../networks/testing.ts';
import { densityRatioLoss } from './density-ratio.ts';
import type { AdversarialLoss } from './loss.ts';
import { adversarialLosses } from './registry.ts';
import { divergenceReferences } from './testing/divergences.ts';

type Reference = {
  discriminator: (real: number, fake: number) => number;
  generator: (fake: number) => number;
};

const sigma = (d: number) => 1 / (1 + Math.exp(-d));
const logisticDiscriminator = (real: number, fake: number) => -Math.log(sigma(real)) - Math.log(1 - sigma(fake));

/** The formulas as the papers print them, for one pair of examples. */
const references: Readonly<Record<string, Reference>> = {
  minimax: { discriminator: logisticDiscriminator, generator: (fake) => Math.log(1 - sigma(fake)) },
  'non-saturating': { discriminator: logisticDiscriminator, generator: (fake) => -Math.log(sigma(fake)) },
  wasserstein: { discriminator: (real, fake) => fake - real, generator: (fake) => -fake },
  'least-squares': {
    discriminator: (real, fake) => (real - 1) ** 2 / 2 + fake ** 2 / 2,
    generator: (fake) => (fake - 1) ** 2 / 2,
  },
  'least-squares-pearson': {
    discriminator: (real, fake) => (real - 1) ** 2 / 2 + (fake + 1) ** 2 / 2,
    generator: (fake) => fake ** 2 / 2,
  },
  hinge: {
    discriminator: (real, fake) => Math.max(0, 1 - real) + Math.max(0, 1 + fake),
    generator: (fake) => -fake,
  },
  'density-ratio': {
    discriminator: (real, fake) => fake ** 2 / 2 - real,
    generator: (fake) => (fake - 1) ** 2 / 2,
  },
  ...Object.fromEntries(
    Object.entries(divergenceReferences).map(([id, { activation, conjugate }]) => [
      id,
      {
        discriminator: (real: number, fake: number) => conjugate(activation(fake)) - activation(real),
        generator: (fake: number) => -conjugate(activation(fake)),
      },
    ]),
  ),
};

const withReference = Object.values(adversarialLosses).flatMap((loss): [string, AdversarialLoss, Reference][] => {
  const reference = references[loss.id];
  return reference === undefined ? [] : [[loss.id, loss, reference]];
});

// No kink of the hinge among them.
const real = [-3, -0.5, 0, 1.25];
const fake = [2.5, -1.5, 0.125, -4];
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Two points; 3/4 of the data is at the first, 1/4 of the samples. */
const p = [0.75, 0.25];
const q = [0.25, 0.75];
const atReal = (d: tf.Tensor) => tf.gather(d, tf.tensor1d([0, 0, 0, 1], 'int32'));
const atFake = (d: tf.Tensor) => tf.gather(d, tf.tensor1d([0, 1, 1, 1], 'int32'));

describe('the registry of adversarial losses', () => {
  it('knows each by its id, and has a reference for each that sees one example at a time', () => {
    for (const [id, loss] of Object.entries(adversarialLosses)) {
      expect(loss.id).toBe(id);
      expect(id in references, id).toBe(loss.perSampleGenerator !== undefined);
    }
  });
});

onEachBackend(() => {
  describe.each(withReference)('the %s loss', (_, loss, reference) => {
    const discriminator = (reals: readonly number[], fakes: readonly number[]) =>
      average(reals.map((value, i) => reference.discriminator(value, fakes[i]!)));
    const generator = (fakes: readonly number[]) => average(fakes.map(reference.generator));

    it("has its formula's values", () => {
      expectClose(loss.discriminator(tf.tensor(real), tf.tensor(fake)), [discriminator(real, fake)], 1e-6);
      expectClose(loss.generator(tf.tensor(fake), tf.tensor(real)), [generator(fake)], 1e-6);
      expectClose(loss.perSampleGenerator!(tf.tensor(fake)), fake.map(reference.generator), 1e-6);
    });

    it("has its formula's gradients, by finite differences", () => {
      const reals = tf.tensor(real);
      const fakes = tf.tensor(fake);
      expectClose(
        gradientOf((d) => loss.discriminator(d, fakes), reals),
        slope((d) => discriminator(d, fake), real),
        1e-6,
      );
      expectClose(
        gradientOf((d) => loss.discriminator(reals, d), fakes),
        slope((d) => discriminator(real, d), fake),
        1e-6,
      );
      expectClose(
        gradientOf((d) => loss.generator(d, reals), fakes),
        slope((d) => generator(d), fake),
        1e-6,
      );
    });

    it("has its formula's second derivatives, by finite differences", () => {
      const second = (f: (d: number) => number, at: readonly number[]) =>
        at.map((d) => (f(d + 1e-4) - 2 * f(d) + f(d - 1e-4)) / 1e-8 / at.length);
      const reals = tf.tensor(real);
      const fakes = tf.tensor(fake);
      const curvature = (f: (d: tf.Tensor) => tf.Tensor, at: tf.Tensor) =>
        gradientOf((outer) => gradientOf(f, outer), at);
      expectClose(
        curvature((d) => loss.discriminator(d, fakes), reals),
        second((d) => reference.discriminator(d, 0), real),
        1e-5,
      );
      expectClose(
        curvature((d) => loss.discriminator(reals, d), fakes),
        second((d) => reference.discriminator(0, d), fake),
        1e-5,
      );
      expectClose(
        curvature((d) => loss.generator(d, reals), fakes),
        second((d) => reference.generator(d), fake),
        1e-5,
      );
    });

    it('keeps NaN', () => {
      const broken = tf.tensor([NaN, 0]);
      const whole = tf.tensor([0, 0]);
      expect(loss.discriminator(broken, whole).dataSync()[0]).toBeNaN();
      expect(loss.discriminator(whole, broken).dataSync()[0]).toBeNaN();
      expect(loss.generator(broken, whole).dataSync()[0]).toBeNaN();
    });

    it('takes a column of outputs for what it takes as a vector', () => {
      const column = (values: readonly number[]) => tf.tensor(values, [values.length, 1]);
      expectClose(loss.discriminator(column(real), column(fake)), [discriminator(real, fake)], 1e-6);
      expect(loss.discriminator(column(real), column(fake)).shape).toEqual([]);
      expect(loss.generator(column(fake), column(real)).shape).toEqual([]);
      expect(loss.perSampleGenerator!(column(fake)).shape).toEqual([fake.length]);
    });
  });

  describe.each(['minimax', 'non-saturating'] as const)('the %s loss', (id) => {
    it('stays finite and keeps its slope where the discriminator is sure', () => {
      const loss = adversarialLosses[id];
      const extremes = tf.tensor([-200, 200]);
      expectClose(loss.discriminator(extremes, extremes), [200], 1e-6);
      expectClose(loss.perSampleGenerator!(extremes), id === 'minimax' ? [0, -200] : [200, 0], 1e-6);
      expectClose(
        gradientOf((d) => loss.perSampleGenerator!(d), extremes),
        id === 'minimax' ? [0, -1] : [-1, 0],
        1e-6,
      );
    });
  });

  describe('the best discriminator', () => {
    it('of the logistic losses is log p/q, and its value is log 4 - 2 JSD(p || q)', () => {
      const best = tf.tensor(p.map((value, i) => Math.log(value / q[i]!)));
      const value = (d: tf.Tensor) => adversarialLosses.minimax.discriminator(atReal(d), atFake(d));
      const kl = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, share, i) => sum + share * Math.log(share / b[i]!), 0);
      const mixture = p.map((share, i) => (share + q[i]!) / 2);
      const jsd = (kl(p, mixture) + kl(q, mixture)) / 2;
      expectClose(value(best), [Math.log(4) - 2 * jsd], 1e-6);
      expectClose(gradientOf(value, best), [0, 0], 1e-6);
    });

    it.each([0, 0.25])('of the density ratio loss with mixture %f is p / (a p + (1 - a) q)', (mixture) => {
      const best = tf.tensor(p.map((share, i) => share / (mixture * share + (1 - mixture) * q[i]!)));
      const value = (d: tf.Tensor) => densityRatioLoss(mixture).discriminator(atReal(d), atFake(d));
      expectClose(gradientOf(value, best), [0, 0], 1e-6);
    });

    it.each([
      ['least-squares', 0, 1],
      ['least-squares-pearson', -1, 1],
    ] as const)('of %s is (b p + a q) / (p + q)', (id, a, b) => {
      const best = tf.tensor(p.map((share, i) => (b * share + a * q[i]!) / (share + q[i]!)));
      const value = (d: tf.Tensor) => adversarialLosses[id].discriminator(atReal(d), atFake(d));
      expectClose(gradientOf(value, best), [0, 0], 1e-6);
    });
  });
});
