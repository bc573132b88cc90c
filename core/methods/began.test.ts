import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { valueAndGradients } from '../backend/gradients.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue } from '../catalogue.ts';
import { loadDataset } from '../data/load.ts';
import { draws, expectClose } from '../networks/testing.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { digestOf } from '../training/digest.ts';
import { Trainer } from '../training/trainer.ts';
import { began, nextBalance } from './began.ts';
import type { MethodSpec } from './game.ts';
import { numberIn, roundOf } from './testing.ts';

type Options = typeof began.options;
const linear = { kind: 'mlp', depth: 0 };

const specWith = (options: Partial<MethodSpec<Options>['options']>): MethodSpec<Options> => {
  const spec = defaultSpec(catalogue, 'began', 'ring');
  return {
    ...spec,
    batch: 8,
    options: { ...(spec.options as MethodSpec<Options>['options']), codeDimension: 2, latentDimension: 2, ...options },
  };
};

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

describe('one update of the boundary equilibrium GAN', () => {
  // Everything is rebuilt with (0.3, 0.5) missing: an L1 error of 0.4.
  const identity = () => tf.tensor([1, 0, 0, 1], [2, 2]);
  const values = (k: number) => ({
    'generator/dense0/kernel': identity(),
    'generator/dense0/bias': tf.zeros([2]),
    'encoder/dense0/kernel': identity(),
    'encoder/dense0/bias': tf.zeros([2]),
    'decoder/dense0/kernel': identity(),
    'decoder/dense0/bias': tf.tensor([0.3, -0.5]),
    'balance/k': tf.scalar(k),
  });
  const options = { diversity: 0.6, balanceRate: 0.1 };
  const round = (k: number, given = values(k)) => {
    const spec = { ...specWith(options), networks: { generator: linear, encoder: linear, decoder: linear } };
    const game = began.build(spec, { shape: [2], classes: 0 });
    return roundOf(game, spec.options, given, {
      real: tf.tensor(draws('real', 6), [3, 2]),
      noise: { z: tf.tensor([0.1, 0.9, 0.5, 0.25, 0.75, 0.3], [3, 2]) },
    });
  };

  it('has the losses of the paper, and the figures that it watches', () => {
    const once = round(0.2);
    const { total, parts } = once.loss('discriminator');
    expect(numberIn(total)).toBeCloseTo(0.4 - 0.2 * 0.4, 6);
    expect(numberIn(parts['error-real']!)).toBeCloseTo(0.4, 6);
    expect(numberIn(parts['error-fake']!)).toBeCloseTo(0.4, 6);
    expect(numberIn(parts['balance']!)).toBeCloseTo(1, 6);
    expect(numberIn(parts['k']!)).toBeCloseTo(0.2, 6);
    expect(numberIn(parts['convergence']!)).toBeCloseTo(0.4 + Math.abs(0.6 * 0.4 - 0.4), 6);
    expect(numberIn(once.loss('generator').total)).toBeCloseTo(0.4, 6);
  });

  it('proposes the next k, through which no gradient flows', () => {
    const given = values(0.2);
    const once = round(0.2, given);
    const bias = given['decoder/dense0/bias'];
    const { gradients } = valueAndGradients(
      () => {
        const { total } = once.loss('discriminator');
        for (const [name, proposed] of once.vars.updates) once.vars.updates.set(name, tf.keep(proposed));
        return { total, extra: {} };
      },
      { bias },
    );
    expect(numberIn(once.vars.updates.get('balance/k')!)).toBeCloseTo(0.2 + 0.1 * (0.6 * 0.4 - 0.4), 6);
    // d/db of (1 - k) mean |b| is (1 - k) sign(b) / 2.
    expectClose(gradients['bias']!, [0.4, -0.4], 1e-6);
  });

  it('keeps k within 0 and 1, and a NaN in sight', () => {
    const next = (k: number, shortfall: number, rate: number) =>
      numberIn(nextBalance(tf.scalar(k), tf.scalar(shortfall), rate));
    expect(next(0.001, -1, 0.1)).toBe(0);
    expect(next(0.99, 1, 0.1)).toBe(1);
    expect(next(0.5, 1, 0.1)).toBeCloseTo(0.6, 6);
    expect(next(0.5, NaN, 0.1)).toBeNaN();
  });
});

describe('a run of the boundary equilibrium GAN', () => {
  const spec = specWith({ balanceRate: 0.05 });
  const ring = () => loadDataset(spec.data, () => Promise.reject(new Error('points need no files')));

  it('moves k by its rule from step to step', async () => {
    const trainer = Trainer.create(spec, await ring());
    let expected = 0;
    let moved = 0;
    for (let i = 0; i < 12; i++) {
      trainer.step();
      await trainer.settled();
      const { values } = await trainer.report();
      expect(values['discriminator/k']!).toBeCloseTo(expected, 6);
      const shortfall = 0.5 * values['discriminator/error-real']! - values['discriminator/error-fake']!;
      expected = Math.min(1, Math.max(0, expected + 0.05 * shortfall));
      moved += Math.abs(expected);
    }
    expect(trainer.execution.mode).toBe('recorded');
    const { tensors } = await trainer.checkpoint();
    expect(tensors['buffer/balance/k']!.data[0]).toBeCloseTo(expected, 6);
    expect(moved).toBeGreaterThan(0.01);
    trainer.dispose();
  });

  it('goes on from a checkpoint with the same k', async () => {
    const dataset = await ring();
    const straight = Trainer.create(spec, dataset);
    for (let i = 0; i < 5; i++) straight.step();
    const checkpoint = structuredClone(await straight.checkpoint());
    const resumed = Trainer.restore(checkpoint, dataset);
    for (const trainer of [straight, resumed]) for (let i = 0; i < 4; i++) trainer.step();
    const digests = await Promise.all(
      [straight, resumed].map(async (trainer) => digestOf((await trainer.checkpoint()).tensors)),
    );
    expect(digests[0]).toBe(digests[1]);
    straight.dispose();
    resumed.dispose();
  });
});
