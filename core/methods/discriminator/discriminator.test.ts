import { describe, expect, it } from 'vitest';
import * as tf from '../../backend/tf.ts';
import { catalogue } from '../../catalogue.ts';
import { draws, expectClose, onEachBackend } from '../../networks/testing.ts';
import { adversarialLosses } from '../../objectives/adversarial/registry.ts';
import { defaultSpec } from '../../spec/defaults.ts';
import type { MethodSpec } from '../game.ts';
import { gan } from '../gan.ts';
import { gameVariables, numberIn, roundOf } from '../testing.ts';

type Options = MethodSpec<typeof gan.options>['options'];
const batch = 6;

const specWith = (options: Partial<Options>): MethodSpec<typeof gan.options> => {
  const spec = defaultSpec(catalogue, 'gan', 'ring');
  const network = { kind: 'mlp', width: 5, depth: 1, activation: 'tanh' };
  return {
    ...spec,
    batch,
    options: { ...(spec.options as Options), latentDimension: 3, ...options },
    networks: { generator: network, discriminator: network },
  };
};

/** A game of the options with what it is played on. */
function played(options: Partial<Options>) {
  const spec = specWith(options);
  const game = gan.build(spec, { shape: [2], classes: 0 });
  const values = gameVariables(game);
  const noise = Object.fromEntries(
    Object.entries(game.noise).map(([name, { shape }]) => {
      const size = shape.reduce((product, extent) => product * extent, batch);
      const drawn = draws(name, size);
      return [name, tf.tensor(name === 'mix' ? drawn.map((x) => Math.abs(x) % 1) : drawn, [batch, ...shape])];
    }),
  );
  const real = tf.tensor(draws('real', 2 * batch), [batch, 2]);
  return { game, values, noise, real, round: roundOf(game, spec.options, values, { real, noise }) };
}

onEachBackend(() => {
  describe('a packed discriminator', () => {
    it('judges groups, half as many of twice the width', () => {
      const { game, round, real } = played({ pack: 2 });
      expect(game.networks[1]!.parameters[0]!.shape).toEqual([4, 5]);
      const pairs = tf.concat([tf.slice(real, 0, 3), tf.slice(real, 3, 3)], 1);
      const expected = game.networks[1]!.apply(round.vars, pairs);
      expect(round.get('realLogits').shape).toEqual([3, 1]);
      expectClose(round.get('realLogits'), [...expected.dataSync()], 1e-6);
      const { total, parts } = round.loss('discriminator');
      const loss = adversarialLosses['non-saturating'].discriminator(expected, round.get('fakeLogits'));
      expect(numberIn(total)).toBeCloseTo(numberIn(loss), 5);
      expect(numberIn(parts['mean-real']!)).toBeCloseTo(numberIn(tf.mean(expected)), 5);
    });

    it('judges a single point beside copies of itself', () => {
      const { game, round, real } = played({ pack: 3 });
      const copies = tf.concat([real, real, real], 1);
      const expected = [...game.networks[1]!.apply(round.vars, copies).dataSync()];
      const scored = game.abilities.critic!(round.vars, real);
      expect(scored.shape).toEqual([batch]);
      expectClose(scored, expected, 1e-6);
    });

    it('takes every penalty of its groups', () => {
      const { round } = played({ pack: 2, gradientPenalty: 1, r1: 1, r2: 1, roth: 1, labelSmoothing: 0.1 });
      const { total, parts } = round.loss('discriminator');
      const added = ['gradientPenalty', 'r1', 'r2', 'roth', 'labelSmoothing'];
      expect(Object.keys(parts)).toEqual(['adversarial', 'mean-real', 'mean-fake', ...added]);
      const sum = ['adversarial', ...added].reduce((all, name) => all + numberIn(parts[name]!), 0);
      expect(numberIn(total)).toBeCloseTo(sum, 5);
      for (const name of added.slice(0, 4)) expect(numberIn(parts[name]!)).toBeGreaterThan(0);
    });
  });

  describe('instance noise', () => {
    it('is added to both kinds of example, for both players, and not when the critic is asked', () => {
      const width = 0.5;
      const { game, round, real, noise } = played({ instanceNoise: width });
      const noisy = tf.add(real, tf.mul(noise['realNoise']!, width));
      const network = game.networks[1]!;
      expectClose(round.get('realLogits'), [...network.apply(round.vars, noisy).dataSync()], 1e-6);
      const fake = tf.add(round.get('fake'), tf.mul(noise['fakeNoise']!, width));
      expectClose(round.get('fakeLogits'), [...network.apply(round.vars, fake).dataSync()], 1e-6);
      const generatorLoss = numberIn(round.loss('generator').total);
      expect(generatorLoss).toBeCloseTo(numberIn(tf.mean(tf.softplus(tf.neg(network.apply(round.vars, fake))))), 5);
      expectClose(game.abilities.critic!(round.vars, real), [...network.apply(round.vars, real).dataSync()], 1e-6);
    });
  });

  describe('the weights of penalties', () => {
    it('scale what is added: half the weight for R1 and R2, the whole for the gradient penalty', () => {
      const partsAt = (weight: number) => {
        const { parts } = played({ gradientPenalty: weight, r1: weight, r2: weight, roth: weight }).round.loss(
          'discriminator',
        );
        return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, numberIn(value)]));
      };
      const [one, three] = [partsAt(1), partsAt(3)];
      for (const name of ['gradientPenalty', 'r1', 'r2', 'roth']) expect(three[name]! / one[name]!).toBeCloseTo(3, 4);
    });

    it('declare noise only where a regulariser draws', () => {
      expect(Object.keys(played({}).game.noise)).toEqual(['z']);
      expect(Object.keys(played({ gradientPenalty: 1 }).game.noise)).toEqual(['z', 'mix']);
      expect(Object.keys(played({ instanceNoise: 1 }).game.noise)).toEqual(['z', 'realNoise', 'fakeNoise']);
    });
  });

  describe('the relative density ratio', () => {
    it('is learnt with the chosen share of data in it', () => {
      const { round } = played({ loss: 'density-ratio', ratioMixture: 0.25 });
      const real = [...round.get('realLogits').dataSync()];
      const fake = [...round.get('fakeLogits').dataSync()];
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const expected = mean(fake.map((r) => (0.75 / 2) * r * r)) + mean(real.map((r) => (0.25 / 2) * r * r - r));
      expect(numberIn(round.loss('discriminator').total)).toBeCloseTo(expected, 5);
    });
  });
});
