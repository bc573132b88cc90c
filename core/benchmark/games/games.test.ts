import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../backend/backend.ts';
import { wasmPathInNode } from '../../backend/testing/wasm-path.ts';
import * as tf from '../../backend/tf.ts';
import { sizeOf } from '../../networks/architectures/architecture.ts';
import { Trainer } from '../../training/trainer.ts';
import { benchmarkSteps } from './registry.ts';
import { withBatch } from './step.ts';

/** Parameters of the PyTorch modules, summed by hand: inputs x outputs (x 16 or 9 taps) + outputs, two a channel of batch norm. */
const dcganGenerator = 407_680 + 256 + 131_136 + 128 + 1_025;
const counts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'toy-mlp-gan': { generator: 384 + 16_512 + 258, discriminator: 384 + 16_512 + 129 },
  'mlp-vae': { encoder: 314_000 + 2 * 8_020, decoder: 8_400 + 314_384 },
  dcgan28: { generator: dcganGenerator, discriminator: 1_088 + 131_200 + 256 + 6_273 },
  'wgan-gp28': { generator: dcganGenerator, discriminator: 1_088 + 131_200 + 6_273 },
  'conv-vae32': {
    encoder: 1_568 + 32_832 + 131_200 + 2 * 131_136,
    decoder: 133_120 + 131_136 + 32_800 + 1_539,
  },
  unet64: {
    generator: 3_136 + 131_200 + 524_544 + 1_048_832 + (1_048_832 + 1_048_704 + 262_208 + 6_147),
    discriminator: 6_208 + 131_200 + 1_153,
  },
  'toy ring, non-saturating': { generator: 96 + 1_056 + 66, discriminator: 96 + 1_056 + 33 },
};

/** What a batch of the reference looks like. */
const shapes: Readonly<Record<string, readonly number[]>> = {
  'toy-mlp-gan': [512, 2],
  'mlp-vae': [128, 28, 28, 1],
  dcgan28: [64, 28, 28, 1],
  'wgan-gp28': [64, 28, 28, 1],
  'conv-vae32': [64, 32, 32, 3],
  unet64: [8, 64, 64, 6],
  'toy ring, non-saturating': [64, 2],
};

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

describe.each(Object.keys(counts))('%s', (name) => {
  it('has the parameters and the batch of the reference', () => {
    const { game, dataset, spec } = benchmarkSteps.get(name)!();
    const found = game.networks.map((network) => [
      network.name,
      network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    ]);
    expect(Object.fromEntries(found)).toEqual(counts[name]);
    expect([spec.batch, ...dataset.shape]).toEqual(shapes[name]);
    expect(dataset.batch(1, 0, spec.batch).x).toHaveLength(shapes[name]!.reduce((product, n) => product * n));
  });
});

describe.each([...benchmarkSteps.keys()])('a step of %s', (name) => {
  it('has finite losses, moves every parameter and leaves no tensor behind', async () => {
    const { game, spec, dataset } = withBatch(benchmarkSteps.get(name)!(), 2);
    const tensors = tf.memory().numTensors;
    const trainer = Trainer.play(game, spec, dataset);
    const before = await trainer.checkpoint();
    trainer.step();
    const after = await trainer.checkpoint();
    const { values } = await trainer.report();
    trainer.dispose();
    expect(Object.values(values).every(Number.isFinite)).toBe(true);
    const still = game.networks
      .flatMap(({ parameters }) => parameters.map((parameter) => `parameter/${parameter.name}`))
      // A Wasserstein critic's output bias adds the same to both means: it has no gradient.
      .filter(
        (key) =>
          spec.options['loss'] !== 'wasserstein' || key !== `parameter/${game.networks[1]!.parameters.at(-1)!.name}`,
      )
      .filter((key) => before.tensors[key]!.data.every((value, i) => value === after.tensors[key]!.data[i]));
    expect(still).toEqual([]);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

it('puts the patches of an image-to-image discriminator on pictures of the size asked for', () => {
  const { game, spec, dataset } = withBatch(benchmarkSteps.get('unet64')!(), 1);
  expect(dataset.batch(0, 0, spec.batch).x).toHaveLength(64 * 64 * 6);
  const trainer = Trainer.play(game, spec, dataset);
  tf.tidy(() => {
    const variables = trainer.variables();
    const [generator, discriminator] = game.networks;
    expect(generator!.apply(variables, tf.zeros([1, 64, 64, 3])).shape).toEqual([1, 64, 64, 3]);
    expect(discriminator!.apply(variables, tf.zeros([1, 64, 64, 6])).shape).toEqual([1, 16, 16, 1]);
  });
  trainer.dispose();
});
