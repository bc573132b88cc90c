import { describe, expect, it } from 'vitest';
import { gradientOf } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { expectClose, onEachBackend, slope } from '../../networks/testing.ts';
import { relativistic, relativisticAverage } from './relativistic.ts';

const real = [-3, -0.5, 0, 1.25];
const fake = [2.5, -1.5, 0.125, -4];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sigma = (d: number) => 1 / (1 + Math.exp(-d));

type Value = (real: readonly number[], fake: readonly number[]) => number;

const pairs: Value = (winner, loser) => mean(winner.map((value, i) => -Math.log(sigma(value - loser[i]!))));
const averages: Value = (winner, loser) =>
  mean(winner.map((value) => -Math.log(sigma(value - mean(loser))))) +
  mean(loser.map((value) => -Math.log(1 - sigma(value - mean(winner)))));

onEachBackend(() => {
  describe.each([
    ['relativistic', relativistic, pairs],
    ['relativistic average', relativisticAverage, averages],
  ] as const)('the %s loss', (_, loss, value) => {
    const reals = tf.tensor(real, [4, 1]);
    const fakes = tf.tensor(fake, [4, 1]);

    it("has its formula's values, the generator's with the roles exchanged", () => {
      expectClose(loss.discriminator(reals, fakes), [value(real, fake)], 1e-6);
      expectClose(loss.generator(fakes, reals), [value(fake, real)], 1e-6);
    });

    it("has its formula's gradients in real and generated examples, by finite differences", () => {
      expectClose(
        gradientOf((d) => loss.discriminator(d, fakes), reals),
        slope((d) => value(d, fake), real),
        1e-6,
      );
      expectClose(
        gradientOf((d) => loss.discriminator(reals, d), fakes),
        slope((d) => value(real, d), fake),
        1e-6,
      );
      expectClose(
        gradientOf((d) => loss.generator(d, reals), fakes),
        slope((d) => value(d, real), fake),
        1e-6,
      );
    });

    it("has its formula's second derivatives", () => {
      const along = (d: readonly number[]) =>
        slope((x) => value(x, fake), d).reduce((sum, part, i) => sum + part * (i + 1), 0);
      const weights = tf.tensor([1, 2, 3, 4], [4, 1]);
      const directional = (d: tf.Tensor) =>
        tf.sum(
          tf.mul(
            gradientOf((x) => loss.discriminator(x, fakes), d),
            weights,
          ),
        );
      expectClose(gradientOf(directional, reals), slope(along, real, 1e-4), 1e-5);
    });

    it('does not see a shift of all scores, and is 0 for a sure discriminator', () => {
      const shifted = loss.discriminator(tf.add(reals, 7), tf.add(fakes, 7));
      expectClose(shifted, [value(real, fake)], 1e-5);
      expectClose(loss.discriminator(tf.tensor([500, 500]), tf.tensor([-500, -500])), [0], 1e-6);
      const lost = loss.generator(tf.tensor([-500, -500]), tf.tensor([500, 500])).dataSync()[0]!;
      expect(lost).toBe(value === pairs ? 1000 : 2000);
    });

    it('keeps NaN', () => {
      expect(loss.discriminator(tf.tensor([NaN, 0]), tf.tensor([0, 0])).dataSync()[0]).toBeNaN();
      expect(loss.generator(tf.tensor([0, 0]), tf.tensor([NaN, 0])).dataSync()[0]).toBeNaN();
    });

    it('needs real examples for what the generator loses', () => {
      expect(loss.perSampleGenerator).toBeUndefined();
    });
  });
});
