import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { valueAndGradients } from '../backend/gradients.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import { loadDataset } from '../data/load.ts';
import { draws, expectClose, onEachBackend } from '../networks/testing.ts';
import { normal, uniform } from '../random/stream.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { parseRunSpec } from '../spec/parse.ts';
import { Trainer } from '../training/trainer.ts';
import { classOf, conditionalGan } from './conditional-gan.ts';
import { beside } from './discriminator/condition.ts';
import type { MethodSpec } from './game.ts';
import { gameVariables, numberIn, roundOf } from './testing.ts';

type Options = MethodSpec<typeof conditionalGan.options>['options'];
const batch = 6;
const classes = 3;
const labelDimension = 2;

function played(options: Partial<Options>, network = { kind: 'mlp', width: 5, depth: 1, activation: 'tanh' }) {
  const defaults = defaultSpec(catalogue, 'conditional-gan', 'ring');
  const spec = {
    ...defaults,
    batch,
    options: { ...(defaults.options as Options), latentDimension: 3, labelDimension, ...options },
    networks: { generator: network, discriminator: network },
  };
  const game = conditionalGan.build(spec, { shape: [2], classes });
  const values = gameVariables(game);
  const noise = Object.fromEntries(
    Object.entries(game.noise).map(([name, { shape }]) => {
      const size = shape.reduce((product, extent) => product * extent, batch);
      const drawn = draws(name, size).map((x) => (name === 'mix' ? Math.abs(x) % 1 : x));
      return [name, tf.tensor(drawn, [batch, ...shape])];
    }),
  );
  const real = tf.tensor(draws('real', 2 * batch), [batch, 2]);
  const labels = tf.tensor1d([0, 2, 1, 1, 0, 2], 'int32');
  const round = () => roundOf(game, spec.options, values, { real, noise, labels });
  return { game, values, noise, real, labels, round };
}

onEachBackend(() => {
  describe('values beside examples', () => {
    it('lengthen points and are channels of images, the same at every pixel', () => {
      expectClose(beside(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6], [2, 1])), [1, 2, 5, 3, 4, 6], 1e-7);
      const image = beside(tf.tensor4d([1, 2, 3, 4], [2, 1, 2, 1]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
      expect(image.shape).toEqual([2, 1, 2, 3]);
      expectClose(image, [1, 5, 6, 2, 5, 6, 3, 7, 8, 4, 7, 8], 1e-7);
    });
  });

  describe('the players of a conditional GAN', () => {
    it('have the losses of the paper, each with a description of the class of its own', () => {
      const { game, values, noise, real, labels, round } = played({});
      const [generator, , discriminator] = game.networks;
      const { vars, loss } = round();
      const described = (table: string) => tf.gather(values[`${table}/embedding0/table`]!, labels);
      const fake = generator!.apply(vars, tf.concat([noise['z']!, described('generatorLabels')], 1));
      const logits = (x: tf.Tensor) => discriminator!.apply(vars, tf.concat([x, described('discriminatorLabels')], 1));
      const ofReal = tf.mean(tf.softplus(tf.neg(logits(real))));
      const ofFake = tf.mean(tf.softplus(logits(fake)));
      expect(numberIn(loss('discriminator').total)).toBeCloseTo(numberIn(tf.add(ofReal, ofFake)), 5);
      expect(numberIn(loss('generator').total)).toBeCloseTo(numberIn(tf.mean(tf.softplus(tf.neg(logits(fake))))), 5);
    });

    it('learn what they know of the classes, by gradients that are those of finite differences', () => {
      for (const player of ['discriminator', 'generator']) {
        const { game, values, round } = played({ gradientPenalty: 1, pack: 2 });
        const name = `${player}Labels/embedding0/table`;
        const table = values[name]!;
        const lossAt = (value: tf.Tensor) => {
          values[name] = value;
          return round().loss(player).total;
        };
        const { gradients } = valueAndGradients(
          () => {
            values[name] = table;
            return { total: round().loss(player).total, extra: {} };
          },
          { [name]: table },
        );
        const analytic = gradients[name]!.dataSync();
        const at = [...table.dataSync()];
        const step = 1e-2;
        for (const i of [0, 3, 5]) {
          const moved = (by: number) =>
            tf.tensor(
              at.map((x, j) => (i === j ? x + by : x)),
              table.shape,
            );
          const slope = (numberIn(lossAt(moved(step))) - numberIn(lossAt(moved(-step)))) / (2 * step);
          expect(Math.abs(analytic[i]! - slope)).toBeLessThan(2e-3);
        }
        expect(game.players.find((one) => one.name === player)!.owns).toContain(`${player}Labels`);
      }
    });

    it('are penalised for the slope along examples alone, not along the class', () => {
      // A discriminator without hidden layers is linear: its gradient at x is its first two weights, everywhere.
      const { values, round } = played({ r1: 2, roth: 0 }, { kind: 'mlp', width: 1, depth: 0, activation: 'linear' });
      const [a, b] = [...values['discriminator/dense0/kernel']!.dataSync()];
      expect(numberIn(round().loss('discriminator').parts['r1']!)).toBeCloseTo(a! ** 2 + b! ** 2, 5);
    });
  });

  describe('samples of a class', () => {
    it('are of the class asked for, or of the one that the last latent number chooses', () => {
      const { game, round } = played({});
      const { vars } = round();
      const { latent, sample, sampleClass } = game.abilities;
      expect(latent).toEqual({ dimension: 4, prior: 'normal' });
      // The thirds of a standard normal end at -0.43 and 0.43.
      const chooser = [-2, -0.44, -0.42, 0.42, 0.44, 2];
      const z = draws('z', 3 * batch);
      const latents = tf.tensor2d(
        chooser.flatMap((last, i) => [...z.slice(3 * i, 3 * i + 3), last]),
        [batch, 4],
      );
      const asked = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');
      expectClose(sample!(vars, latents), [...sampleClass!(vars, latents, asked).dataSync()], 1e-7);
      const others = sampleClass!(vars, latents, tf.tensor1d([1, 2, 0, 2, 0, 1], 'int32')).dataSync();
      const those = sample!(vars, latents).dataSync();
      expect(others.every((value, i) => value !== those[i])).toBe(true);
    });

    it.each(['normal', 'uniform'] as const)('are of every class alike under a %s prior', (prior) => {
      const count = 4000;
      const drawn = prior === 'normal' ? normal(1, 'z', 0, count) : uniform(1, 'z', 0, count).map((u) => 2 * u - 1);
      const found = classOf(tf.tensor2d(drawn, [count, 1]), 7, prior).dataSync();
      const shares = Array.from({ length: 7 }, (_, label) => found.filter((one) => one === label).length / count);
      for (const share of shares) expect(Math.abs(share - 1 / 7)).toBeLessThan(0.025);
      expect([...classOf(tf.zeros([2, 1]), 1, prior).dataSync()]).toEqual([0, 0]);
    });
  });
});

describe('a conditional GAN', () => {
  beforeAll(async () => {
    await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  });

  const preset = catalogue.presets.find(({ id }) => id === 'conditional-ring')!.spec;
  const noFiles = () => Promise.reject(new Error('points need no files'));

  it('puts samples of each class where its data is', async () => {
    const dataset = await loadDataset(preset.data, noFiles);
    const trainer = Trainer.create({ ...preset, batch: 64, steps: 800 }, dataset);
    for (let step = 0; step < 800; step++) {
      trainer.step();
      if (step < 6) await trainer.settled();
    }
    const { latent, sampleClass } = trainer.game.abilities;
    const perClass = 50;
    const count = 8 * perClass;
    const z = tf.tensor2d(normal(3, 'z', 0, count * latent!.dimension), [count, latent!.dimension]);
    const asked = Int32Array.from({ length: count }, (_, i) => i % 8);
    const samples = sampleClass!(trainer.variables(), z, tf.tensor1d(asked, 'int32')).dataSync();
    const { centres } = dataset.modes!;
    const nearest = (i: number) => {
      const distances = Array.from({ length: 8 }, (_, k) =>
        Math.hypot(samples[2 * i]! - centres[2 * k]!, samples[2 * i + 1]! - centres[2 * k + 1]!),
      );
      return distances.indexOf(Math.min(...distances));
    };
    const agreeing = asked.filter((label, i) => nearest(i) === label).length;
    trainer.dispose();
    expect(agreeing / count).toBeGreaterThan(0.95);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const dataset = await loadDataset(preset.data, noFiles);
    const small = { ...preset, batch: 8 };
    const whole = Trainer.create(small, dataset);
    for (let step = 0; step < 5; step++) whole.step();
    const first = Trainer.create(small, dataset);
    for (let step = 0; step < 2; step++) first.step();
    const second = Trainer.restore(await first.checkpoint(), dataset);
    for (let step = 0; step < 3; step++) second.step();
    expect((await second.checkpoint()).tensors).toEqual((await whole.checkpoint()).tensors);
    for (const trainer of [whole, first, second]) trainer.dispose();
  });

  it('is refused on data without classes', () => {
    const parsed = parseRunSpec({ method: 'conditional-gan', data: { kind: 'swiss-roll' } }, catalogue, objectionsTo);
    expect(parsed).toMatchObject({ ok: false, issues: [{ path: 'data.kind' }] });
    expect(() => defaultSpec(catalogue, 'conditional-gan', 'swiss-roll')).toThrow('a set without classes');
  });
});
