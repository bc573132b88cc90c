import { describe, expect, it } from 'vitest';
import { valueAndGradients } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import { catalogue } from '../catalogue.ts';
import { draws, expectClose, onEachBackend, slope } from '../networks/testing.ts';
import { defaultSpec } from '../spec/defaults.ts';
import type { MethodSpec } from './game.ts';
import { numberIn, roundOf } from './testing.ts';
import { veegan } from './veegan.ts';

type Options = typeof veegan.options;
const linear = { kind: 'mlp', depth: 0 };
const base = defaultSpec(catalogue, 'veegan', 'ring');
const spec: MethodSpec<Options> = {
  ...base,
  options: { ...(base.options as MethodSpec<Options>['options']), latentDimension: 1, reconstruction: 0.5 },
  networks: { generator: linear, reconstructor: linear, discriminator: linear },
};

const batch = 4;
const real = draws('real', 2 * batch);
const z = draws('z', batch);
const weights = {
  'generator/dense0/kernel': { shape: [1, 2], values: [1.5, -0.5] },
  'generator/dense0/bias': { shape: [2], values: [0.25, 0.5] },
  'reconstructor/dense0/kernel': { shape: [2, 1], values: [0.5, -0.25] },
  'reconstructor/dense0/bias': { shape: [1], values: [0.125] },
  'discriminator/dense0/kernel': { shape: [3, 1], values: [0.75, -1, 0.5] },
  'discriminator/dense0/bias': { shape: [1], values: [-0.25] },
};
type Name = keyof typeof weights;
const names = Object.keys(weights) as Name[];
type Numbers = Readonly<Record<Name, readonly number[]>>;
const numbers = Object.fromEntries(names.map((name) => [name, weights[name].values])) as unknown as Numbers;

/** The game in float64, for linear networks. */
function reference(w: Numbers): { discriminator: number; generator: number } {
  const generate = (latent: number) =>
    [0, 1].map((i) => latent * w['generator/dense0/kernel'][i]! + w['generator/dense0/bias'][i]!);
  const reconstruct = (x: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * w['reconstructor/dense0/kernel'][i]!, w['reconstructor/dense0/bias'][0]!);
  const judge = (x: readonly number[], latent: number) =>
    [...x, latent].reduce(
      (sum, value, i) => sum + value * w['discriminator/dense0/kernel'][i]!,
      w['discriminator/dense0/bias'][0]!,
    );
  const softplus = (a: number) => Math.log1p(Math.exp(a));
  const points = Array.from({ length: batch }, (_, i) => real.slice(2 * i, 2 * i + 2));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / batch;
  return {
    discriminator:
      mean(points.map((x) => softplus(-judge(x, reconstruct(x))))) +
      mean(z.map((c) => softplus(judge(generate(c), c)))),
    generator:
      mean(z.map((c) => -judge(generate(c), c))) + 0.5 * mean(z.map((c) => (reconstruct(generate(c)) - c) ** 2)),
  };
}

onEachBackend(() => {
  describe.each([
    ['discriminator', ['discriminator']],
    ['generator', ['generator', 'reconstructor']],
  ] as const)('VEEGAN’s %s', (name, owns) => {
    const play = () => {
      const values = Object.fromEntries(names.map((key) => [key, tf.tensor(weights[key].values, weights[key].shape)]));
      const game = veegan.build(spec, { shape: [2], classes: 0 });
      expect(game.players.find((player) => player.name === name)!.owns).toEqual(owns);
      const owned = Object.fromEntries(
        Object.entries(values).filter(([key]) => owns.some((network) => key.startsWith(`${network}/`))),
      );
      return valueAndGradients(() => {
        const draw = { real: tf.tensor(real, [batch, 2]), noise: { z: tf.tensor(z, [batch, 1]) } };
        const { total, parts } = roundOf(game, spec.options, values, draw).loss(name);
        return { total, extra: parts };
      }, owned);
    };

    it('has the loss of the paper, and its gradients by finite differences', () => {
      const { total, gradients } = play();
      expect(numberIn(total)).toBeCloseTo(reference(numbers)[name], 5);
      for (const key of Object.keys(gradients) as Name[]) {
        const expected = slope((v) => reference({ ...numbers, [key]: v })[name], numbers[key]);
        expectClose(gradients[key]!, expected, 1e-5);
      }
    });
  });
});
