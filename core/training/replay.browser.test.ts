import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import * as tf from '../backend/tf.ts';
import { catalogue } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { defaultSpec } from '../spec/defaults.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { Trainer } from './trainer.ts';

/** Other last bits in eight steps of gradient descent. */
const lastBits = 1e-5;
/** Adam turns the sign of a tiny gradient into a whole move, here of 2e-4. */
const eightMoves = 3.2e-3;

const narrow = { kind: 'mlp', width: 8, depth: 1, activation: 'tanh', norm: 'none' };
const descent = { kind: 'sgd', learningRate: 0.05, momentum: 0.5, nesterov: false };
const optimistic = { kind: 'optimistic', learningRate: 0.05 };
const optimisticAdam = { kind: 'optimistic-adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
const base: RunSpec = {
  ...defaultSpec(catalogue, 'gan', 'ring'),
  optimisers: { generator: descent, discriminator: descent },
};
const specs: [string, number, RunSpec][] = [
  [
    'a GAN with an average',
    lastBits,
    { ...base, batch: 8, ema: 0.9, networks: { generator: narrow, discriminator: narrow } },
  ],
  [
    'a WGAN-GP with two critic moves and Adam',
    eightMoves,
    {
      ...base,
      batch: 8,
      options: { ...base.options, loss: 'wasserstein', gradientPenalty: 1 },
      dynamics: { kind: 'alternating', criticSteps: 2 },
      optimisers: defaultSpec(catalogue, 'gan', 'ring').optimisers,
      ema: 0.9,
      networks: { generator: narrow, discriminator: narrow },
    },
  ],
  [
    'a GAN unrolled twice, both players by optimistic descent',
    lastBits,
    {
      ...base,
      batch: 8,
      dynamics: { kind: 'unrolled', unrollSteps: 2, criticSteps: 1 },
      optimisers: { generator: optimistic, discriminator: optimistic },
      networks: { generator: narrow, discriminator: narrow },
    },
  ],
  [
    'a GAN under consensus by optimistic Adam',
    eightMoves,
    {
      ...base,
      batch: 8,
      dynamics: { kind: 'consensus', gamma: 1 },
      optimisers: { generator: optimisticAdam, discriminator: optimisticAdam },
      networks: { generator: narrow, discriminator: narrow },
    },
  ],
];

describe('on WebGPU', () => {
  let ring: Dataset;

  beforeAll(async () => {
    const { name, reason } = await startBackend({
      choice: 'webgpu',
      wasmPath: new URL('/wasm/', location.href).href,
      arithmetic: 'reproducible',
    });
    expect(name, reason).toBe('webgpu');
    ring = await loadDataset(base.data, () => Promise.reject(new Error('points need no files')));
  });

  it.each(specs)('a replayed step is an eager one: %s', async (_, tolerance, spec) => {
    const stepped = async (replay: boolean) => {
      const trainer = Trainer.create(spec, ring, replay);
      for (let step = 0; step < 8; step++) {
        trainer.step();
        await trainer.idle();
        await trainer.settled();
      }
      expect(trainer.execution.mode).toBe(replay ? 'recorded' : 'eager');
      const { values } = await trainer.report();
      const { tensors } = await trainer.checkpoint();
      const sampled = tf.tidy(() =>
        trainer.game.abilities.sample!(trainer.variables(), tf.zeros([2, trainer.game.abilities.latent!.dimension])),
      );
      const sample = await sampled.data();
      sampled.dispose();
      trainer.dispose();
      return { values, tensors, sample };
    };
    const [replayed, eager] = [await stepped(true), await stepped(false)];
    for (const [name, { data }] of Object.entries(eager.tensors)) {
      const other = replayed.tensors[name]!.data;
      const worst = data.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index]!)), 0);
      expect(worst, name).toBeLessThan(tolerance);
    }
    expect(Object.keys(replayed.values).sort()).toEqual(Object.keys(eager.values).sort());
    for (const [name, value] of Object.entries(eager.values)) expect(replayed.values[name]).toBeCloseTo(value, 2);
    eager.sample.forEach((value, index) => expect(replayed.sample[index]).toBeCloseTo(value, 2));
  });
});
