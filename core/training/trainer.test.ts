import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { InterruptedError } from '../backend/interrupt.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { defaultsOf } from '../spec/fields.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { Checkpoint } from './checkpoint.ts';
import { digestOf } from './digest.ts';
import { RestoreError } from './initial-state.ts';
import { NonFiniteError } from './non-finite.ts';
import { Trainer } from './trainer.ts';

const noAssets = (): Promise<Uint8Array> => Promise.reject(new Error('points need no files'));
const preset = (id: string): RunSpec => catalogue.presets.find((candidate) => candidate.id === id)!.spec;
const small = (width: number) => ({ kind: 'mlp', width, depth: 1, activation: 'tanh', norm: 'none' });

/** A GAN on the ring, small enough to train in a test. */
const ring: RunSpec = {
  ...preset('gan-ring'),
  batch: 16,
  networks: { generator: small(8), discriminator: small(8) },
};
/** A VAE on points. */
const points: RunSpec = {
  ...preset('vae-mnist'),
  data: ring.data,
  options: { ...preset('vae-mnist').options, likelihood: 'gaussian-learned', latentDimension: 2 },
  batch: 16,
  networks: { encoder: small(8), decoder: small(8) },
};
/** Uniform grey images, so that convolutions can be trained without files. */
const images: Dataset = {
  id: 'grey',
  shape: [28, 28, 1],
  classes: 0,
  count: () => Infinity,
  batch: (seed, index, size) => ({
    x: Float32Array.from({ length: size * 784 }, (_, i) => ((seed + index * 31 + i * 7) % 97) / 97),
    labels: new Int32Array(),
  }),
  examples: (_, start, count) => ({ x: new Float32Array(count * 784).fill(start / 100), labels: new Int32Array() }),
};
const dcgan: RunSpec = {
  ...preset('dcgan-mnist'),
  batch: 4,
  options: { ...preset('dcgan-mnist').options, latentDimension: 8 },
  networks: {
    generator: { kind: 'dcgan', channels: 8, norm: 'batch' },
    discriminator: { kind: 'dcgan', channels: 8, norm: 'batch' },
  },
};

/** Every augmentation, with its usual settings. */
const augment = Object.fromEntries(catalogue.augmentations.map(({ id, fields }) => [id, defaultsOf(fields)]));

const train = (trainer: Trainer, steps: number): Trainer => {
  for (let i = 0; i < steps; i++) trainer.step();
  return trainer;
};
async function digestAndDispose(trainer: Trainer): Promise<string> {
  const digest = await digestOf((await trainer.checkpoint()).tensors);
  trainer.dispose();
  return digest;
}
const differing = (a: Checkpoint, b: Checkpoint): string[] =>
  Object.keys(a.tensors).filter((name) => a.tensors[name]!.data.some((value, i) => value !== b.tensors[name]!.data[i]));

let onRing: Dataset;

beforeAll(async () => {
  await startBackend({
    choice: 'wasm',
    wasmPath: await wasmPathInNode(),
    arithmetic: 'reproducible',
  });
  onRing = await loadDataset(ring.data, noAssets);
});

describe('a trainer', () => {
  it.each([
    ['a GAN on points', ring, () => onRing],
    ['a VAE on points', points, () => onRing],
    ['a DCGAN on images', dcgan, () => images],
    ['a WGAN-GP with five critic moves', withPenalty(), () => onRing],
    [
      'two critic moves and three of the generator',
      { ...ring, dynamics: { kind: 'alternating', criticSteps: 2, generatorSteps: 3 } },
      () => onRing,
    ],
    ['simultaneous moves', { ...ring, dynamics: { kind: 'simultaneous' } }, () => onRing],
    ['augmented images', { ...dcgan, augment }, () => images],
  ] as [string, RunSpec, () => Dataset][])(
    'goes on from a checkpoint with the same bits as without a stop: %s',
    async (_, spec, data) => {
      const straight = await digestAndDispose(train(Trainer.create(spec, data()), 5));
      const first = train(Trainer.create(spec, data()), 2);
      const checkpoint = structuredClone(await first.checkpoint());
      first.dispose();
      const resumed = await digestAndDispose(train(Trainer.restore(checkpoint, data()), 3));
      expect(resumed).toBe(straight);
    },
  );

  it('depends on the seed', async () => {
    const digests = await Promise.all(
      [1, 2].map((seed) => digestAndDispose(train(Trainer.create({ ...ring, seed }, onRing), 1))),
    );
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('trains on augmented batches, and shows the dataset as it is to those who ask', async () => {
    const trainer = train(Trainer.create({ ...dcgan, augment }, images), 1);
    expect(trainer.dataset).toBe(images);
    const still = { rotation: { degrees: 0 }, cutout: { side: 0 } };
    const digests = [await digestAndDispose(trainer)];
    for (const change of [{}, { augment: still }]) {
      digests.push(await digestAndDispose(train(Trainer.create({ ...dcgan, ...change }, images), 1)));
    }
    expect(digests[1]).toBe(digests[2]);
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('keeps no tensor from one step to the next', () => {
    const trainer = train(Trainer.create(withPenalty(), onRing), 2);
    const before = tf.memory().numTensors;
    train(trainer, 20);
    expect(tf.memory().numTensors).toBe(before);
    trainer.dispose();
  });

  it('leaves nothing behind when disposed of', () => {
    const before = tf.memory().numTensors;
    train(Trainer.create(dcgan, images), 1).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('moves the generator by the generator’s loss alone: with its learning rate 0, only the discriminator changes', async () => {
    const trainer = Trainer.create(withRate('generator', 0), onRing);
    const before = await trainer.checkpoint();
    const changed = differing(before, await train(trainer, 2).checkpoint());
    trainer.dispose();
    const parameters = changed.filter((name) => name.startsWith('parameter/'));
    expect(parameters.length).toBeGreaterThan(0);
    expect(parameters.every((name) => name.startsWith('parameter/discriminator/'))).toBe(true);
  });

  it('moves the discriminator by the discriminator’s loss alone: with its learning rate 0, only the generator changes', async () => {
    const trainer = Trainer.create(withRate('discriminator', 0), onRing);
    const before = await trainer.checkpoint();
    const changed = differing(before, await train(trainer, 2).checkpoint());
    trainer.dispose();
    const parameters = changed.filter((name) => name.startsWith('parameter/'));
    expect(parameters.length).toBeGreaterThan(0);
    expect(parameters.every((name) => name.startsWith('parameter/generator/'))).toBe(true);
  });

  it('moves running statistics of a player’s own networks only', async () => {
    // The generator is applied in the discriminator's update too; one step is one update of each.
    const trainer = Trainer.create(dcgan, images);
    train(trainer, 1);
    const { tensors } = await trainer.checkpoint();
    trainer.dispose();
    const means = Object.entries(tensors).filter(([name]) => /^buffer\/.*mean/.test(name));
    expect(means.length).toBeGreaterThan(0);
    // After one update with momentum 0.9 the running variance has left its start at 1 by a tenth of the way.
    for (const [name, { data }] of Object.entries(tensors)) {
      if (/^buffer\/.*variance/.test(name)) expect(Math.min(...data)).toBeGreaterThanOrEqual(0.9 - 1e-6);
    }
  });

  it('moves at once in simultaneous play: the generator answers to the discriminator before its move', async () => {
    const simultaneous = Trainer.create({ ...ring, dynamics: { kind: 'simultaneous' } }, onRing);
    const frozen = Trainer.create({ ...withRate('discriminator', 0), dynamics: { kind: 'simultaneous' } }, onRing);
    const [a, b] = [await train(simultaneous, 1).checkpoint(), await train(frozen, 1).checkpoint()];
    simultaneous.dispose();
    frozen.dispose();
    expect(differing(a, b).filter((name) => name.includes('generator/'))).toEqual([]);
    expect(differing(a, b).some((name) => name.startsWith('parameter/discriminator/'))).toBe(true);
  });

  it('answers to the moved discriminator in alternating play', async () => {
    const moving = Trainer.create(ring, onRing);
    const frozen = Trainer.create(withRate('discriminator', 0), onRing);
    const [a, b] = [await train(moving, 1).checkpoint(), await train(frozen, 1).checkpoint()];
    moving.dispose();
    frozen.dispose();
    // Adam's first move is the gradient's sign alone, so the difference shows in its slots.
    expect(differing(a, b).some((name) => name.startsWith('slot/generator/'))).toBe(true);
  });

  it('counts the moves of each player', async () => {
    const trainer = train(Trainer.create(withPenalty(), onRing), 3);
    const { tensors } = await trainer.checkpoint();
    trainer.dispose();
    expect(tensors['count/discriminator']!.data[0]).toBe(15);
    expect(tensors['count/generator']!.data[0]).toBe(3);
  });

  it('keeps every weight of a clipped critic within the bound', async () => {
    const spec = { ...ring, options: { ...ring.options, loss: 'wasserstein', r1: 0, weightClip: 0.02 } };
    const trainer = train(Trainer.create(spec, onRing), 3);
    const { tensors } = await trainer.checkpoint();
    trainer.dispose();
    for (const [name, { data }] of Object.entries(tensors)) {
      if (name.startsWith('parameter/discriminator/')) {
        expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.02));
      }
    }
  });

  it('averages the generator’s parameters with the decay of the spec', async () => {
    const trainer = Trainer.create({ ...ring, ema: 0.75 }, onRing);
    const name = 'generator/dense0/kernel';
    const start = (await trainer.checkpoint()).tensors[`parameter/${name}`]!.data;
    const { tensors } = await train(trainer, 1).checkpoint();
    trainer.dispose();
    const moved = tensors[`parameter/${name}`]!.data;
    tensors[`ema/${name}`]!.data.forEach((value, i) =>
      expect(value).toBeCloseTo(0.75 * start[i]! + 0.25 * moved[i]!, 6),
    );
    expect(Object.keys(tensors).some((key) => key.startsWith('ema/discriminator'))).toBe(false);
  });

  it('names the tensor and the step when a number stops being finite, and is left as before that step', async () => {
    const spec = withRate('discriminator', 1e38);
    const trainer = Trainer.create({ ...spec, options: { ...spec.options, r1: 0 } }, onRing);
    let error: unknown;
    let last = await trainer.checkpoint();
    for (let i = 0; i < 10 && error === undefined; i++) {
      try {
        last = await trainer.checkpoint();
        trainer.step();
      } catch (thrown) {
        error = thrown;
      }
    }
    expect(error).toBeInstanceOf(NonFiniteError);
    const { player, tensor, step } = error as NonFiniteError;
    expect(['discriminator', 'generator']).toContain(player);
    expect(tensor).toMatch(/^(loss part|gradient of) /);
    expect(step).toBe(trainer.completed + 1);
    const after = await trainer.checkpoint();
    trainer.dispose();
    expect(after.step).toBe(last.step);
    expect(differing(last, after)).toEqual([]);
  });

  it('gives up a step at any operation without a trace, and can make it again', async () => {
    const straight = await digestAndDispose(train(Trainer.create(ring, onRing), 3));
    const trainer = train(Trainer.create(ring, onRing), 2);
    const tensors = tf.memory().numTensors;
    let operations = 0;
    for (let made = false; !made; operations++) {
      let left = operations;
      try {
        trainer.step(() => left-- <= 0);
        made = true;
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError);
        expect(tf.memory().numTensors).toBe(tensors);
      }
    }
    expect(operations).toBeGreaterThan(100);
    expect(await digestAndDispose(trainer)).toBe(straight);
  });

  it('shows every move of a step as it left the state, and makes the same step', async () => {
    const spec = { ...ring, dynamics: { kind: 'alternating', criticSteps: 2, generatorSteps: 1 } };
    const straight = await digestAndDispose(train(Trainer.create(spec, onRing, false), 6));
    const trainer = Trainer.create(spec, onRing);
    for (let i = 0; i < 5; i++) {
      trainer.step();
      await trainer.settled();
    }
    expect(trainer.execution.mode).toBe('recorded');
    const tensors = tf.memory().numTensors;
    const read = (network: string): string =>
      tf.tidy(() => trainer.variables(false).get(`${network}/dense0/kernel`).dataSync().join());
    const seen = [{ player: '', discriminator: read('discriminator'), generator: read('generator') }];
    trainer.step(undefined, ({ player, move, moves }) =>
      seen.push({
        player: `${player} ${move} of ${moves}`,
        discriminator: read('discriminator'),
        generator: read('generator'),
      }),
    );
    expect(seen.map(({ player }) => player)).toEqual([
      '',
      'discriminator 1 of 2',
      'discriminator 2 of 2',
      'generator 1 of 1',
    ]);
    expect(new Set(seen.map(({ discriminator }) => discriminator)).size).toBe(3);
    expect(seen[2]!.generator).toBe(seen[0]!.generator);
    expect(seen[3]!.generator).not.toBe(seen[0]!.generator);
    expect(seen[3]!.discriminator).toBe(seen[2]!.discriminator);
    expect(trainer.completed).toBe(6);
    expect(tf.memory().numTensors - tensors).toBeLessThan(30);
    expect(await digestAndDispose(trainer)).toBe(straight);
  });

  it('refuses a checkpoint of other networks, and names the tensor', async () => {
    const trainer = Trainer.create(ring, onRing);
    const checkpoint = await trainer.checkpoint();
    trainer.dispose();
    const wider = { ...ring, networks: { ...ring.networks, generator: small(9) } };
    expect(() => Trainer.restore(checkpoint, onRing, wider)).toThrow(RestoreError);
    expect(() => Trainer.restore(checkpoint, onRing, wider)).toThrow('parameter/generator/dense0/kernel');
  });

  it('starts the slots of a new optimiser at zero', async () => {
    const trainer = train(Trainer.create(ring, onRing), 1);
    const checkpoint = await trainer.checkpoint();
    trainer.dispose();
    const sgd = { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false };
    const restored = Trainer.restore(checkpoint, onRing, {
      ...ring,
      optimisers: { ...ring.optimisers, generator: sgd },
    });
    const { tensors } = await restored.checkpoint();
    restored.dispose();
    const slots = Object.entries(tensors).filter(([name]) => name.startsWith('slot/generator/'));
    expect(slots.length).toBeGreaterThan(0);
    for (const [, { data }] of slots) expect(Math.max(...data.map(Math.abs))).toBe(0);
  });
});

function withRate(player: string, learningRate: number): RunSpec {
  const optimiser = { ...ring.optimisers[player]!, learningRate };
  return { ...ring, optimisers: { ...ring.optimisers, [player]: optimiser } };
}

function withPenalty(): RunSpec {
  return {
    ...ring,
    options: { ...ring.options, loss: 'wasserstein', r1: 0, gradientPenalty: 0.1 },
    dynamics: { kind: 'alternating', criticSteps: 5 },
  };
}
