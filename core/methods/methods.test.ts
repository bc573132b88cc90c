import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { normal, uniform } from '../random/stream.ts';
import { defaultSpec } from '../spec/defaults.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { Trainer } from '../training/trainer.ts';
import { methodOf } from './registry.ts';

const noAssets = (): Promise<Uint8Array> => Promise.reject(new Error('points need no files'));
const batch = 4;

/** Random pictures of a shape, so that methods can be tried without files. */
const pictures = (shape: readonly number[]): Dataset => {
  const size = shape.reduce((product, length) => product * length, 1);
  const examples = (start: number, count: number) => ({
    x: uniform(1, 'pictures', start, count * size),
    labels: Int32Array.from({ length: count }, (_, i) => i % 10),
  });
  return {
    id: 'pictures',
    shape,
    classes: 10,
    count: () => 100,
    batch: (_, index, count) => examples(index, count),
    examples: (_, start, count) => examples(start, count),
  };
};

/** Every method of the registry at its defaults on every kind of data, small. */
const cases = catalogue.methods.flatMap(({ id }) =>
  ['ring', 'mnist'].map((dataset) => {
    const spec = defaultSpec(catalogue, id, dataset);
    const networks = Object.fromEntries(
      Object.entries(spec.networks).map(([role, chosen]) => [
        role,
        'channels' in chosen ? { ...chosen, channels: 8 } : { ...chosen, width: 8 },
      ]),
    );
    return [`${id} on ${dataset}`, { ...spec, batch, networks }] as const;
  }),
);

const datasetOf = (spec: RunSpec): Promise<Dataset> =>
  spec.data.kind === 'ring' ? loadDataset(spec.data, noAssets) : Promise.resolve(pictures([28, 28, 1]));

beforeAll(async () => {
  await startBackend({
    choice: 'wasm',
    wasmPath: await wasmPathInNode(),
    arithmetic: 'reproducible',
  });
});

describe.each(cases)('%s', (_, spec) => {
  it('gives each network to one player, and each player an optimiser', async () => {
    const { networks, players } = methodOf(spec.method).build(spec, await datasetOf(spec));
    const owned = players.flatMap(({ owns }) => owns);
    expect([...owned].sort()).toEqual(networks.map(({ name }) => name).sort());
    expect(players.map(({ name }) => name).sort()).toEqual(Object.keys(spec.optimisers).sort());
  });

  it('declares each parameter once, under its network’s name', async () => {
    const { networks } = methodOf(spec.method).build(spec, await datasetOf(spec));
    const names = networks.flatMap(({ name, parameters, buffers }) =>
      [...parameters, ...buffers].map((declaration) => {
        expect(declaration.name.startsWith(`${name}/`)).toBe(true);
        return declaration.name;
      }),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('trains with finite losses that it names', async () => {
    expect(objectionsTo(spec)).toEqual([]);
    const trainer = Trainer.create(spec, await datasetOf(spec));
    for (let i = 0; i < 3; i++) trainer.step();
    const { values } = await trainer.report();
    trainer.dispose();
    for (const player of Object.keys(spec.optimisers)) expect(values).toHaveProperty([`${player}/loss`]);
    for (const value of Object.values(values)) expect(value).toSatisfy(Number.isFinite);
  });

  it('keeps what its abilities promise', async () => {
    const dataset = await datasetOf(spec);
    const trainer = Trainer.create(spec, dataset);
    trainer.step();
    const vars = trainer.variables();
    const { latent, sample, encode, reconstruct, elbo, critic, sampleLoss } = trainer.game.abilities;
    const shape = [batch, ...dataset.shape];
    const x = tf.tensor(dataset.examples('test', 0, batch).x, shape);
    const inRange = (values: tf.Tensor): void => {
      expect(values.shape).toEqual(shape);
      if (dataset.shape.length === 3) {
        expect(Math.min(...values.dataSync())).toBeGreaterThanOrEqual(0);
        expect(Math.max(...values.dataSync())).toBeLessThanOrEqual(1);
      }
    };
    tf.tidy(() => {
      if (latent) {
        const z = tf.tensor2d(normal(1, 'z', 0, batch * latent.dimension), [batch, latent.dimension]);
        if (sample) inRange(sample(vars, z));
        if (encode) expect(encode(vars, x).shape).toEqual([batch, latent.dimension]);
        if (elbo) {
          const parts = elbo(vars, x, z);
          expect(parts.negativeLogLikelihood.shape).toEqual([batch]);
          expect(Math.min(...parts.kl.dataSync())).toBeGreaterThanOrEqual(0);
        }
      }
      if (reconstruct) inRange(reconstruct(vars, x));
      for (const score of [critic, sampleLoss]) if (score) expect(score(vars, x).shape).toEqual([batch]);
    });
    x.dispose();
    trainer.dispose();
  });
});

describe('the variational autoencoder', () => {
  const spec = cases.find(([name]) => name === 'vae on ring')![1];

  it('lowers its bound, and the bound is its two parts', async () => {
    const trainer = Trainer.create({ ...spec, batch: 64 }, await datasetOf(spec));
    trainer.step();
    const first = (await trainer.report()).values;
    for (let i = 0; i < 60; i++) trainer.step();
    const last = (await trainer.report()).values;
    trainer.dispose();
    expect(last['autoencoder/negative-elbo']!).toBeLessThan(first['autoencoder/negative-elbo']!);
    const sum = last['autoencoder/reconstruction']! + last['autoencoder/kl']!;
    expect(last['autoencoder/negative-elbo']!).toBeCloseTo(sum, 4);
  });

  it('weighs the divergence by beta, and follows its schedule', async () => {
    const beta = { schedule: 'linear', from: 0, to: 4, start: 0, end: 2 } as const;
    const trainer = Trainer.create({ ...spec, options: { ...spec.options, beta } }, await datasetOf(spec));
    for (const weight of [0, 2, 4]) {
      trainer.step();
      const { values } = await trainer.report();
      const expected = values['autoencoder/reconstruction']! + weight * values['autoencoder/kl']!;
      expect(values['autoencoder/loss']!).toBeCloseTo(expected, 3);
    }
    trainer.dispose();
  });

  it('scores an example by its negative bound at the posterior mean', async () => {
    const trainer = Trainer.create(spec, await datasetOf(spec));
    const { anomalyScore, elbo, latent } = trainer.game.abilities;
    tf.tidy(() => {
      const x = tf.tensor2d([0.1, 0.7, -0.4, 0.2, 3, -3], [3, 2]);
      const { negativeLogLikelihood, kl } = elbo!(trainer.variables(), x, tf.zeros([3, latent!.dimension]));
      const scores = anomalyScore!(trainer.variables(), x).dataSync();
      expect([...scores]).toEqual([...tf.add(negativeLogLikelihood, kl).dataSync()]);
      // What lies outside of the data fits it least.
      expect(Math.max(...scores)).toBe(scores[2]);
    });
    trainer.dispose();
  });

  it('keeps a learned variance above its floor', async () => {
    const floor = 0.2;
    const options = { ...spec.options, likelihood: 'gaussian-learned', minimumStd: floor };
    const trainer = Trainer.create({ ...spec, options, batch: 64 }, await datasetOf(spec));
    for (let i = 0; i < 100; i++) trainer.step();
    const { values } = await trainer.report();
    trainer.dispose();
    // No density of two dimensions with that standard deviation gives less, even for perfect means.
    expect(values['autoencoder/reconstruction']!).toBeGreaterThan(Math.log(2 * Math.PI * floor * floor));
  });
});
