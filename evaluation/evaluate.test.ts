import { beforeAll, expect, test } from 'vitest';
import * as tf from '../core/backend/tf.ts';
import type { Tensor } from '../core/backend/tf.ts';
import { loadDataset } from '../core/data/load.ts';
import type { Dataset } from '../core/data/dataset.ts';
import type { Abilities } from '../core/methods/game.ts';
import type { Variables } from '../core/networks/network.ts';
import { bernoulliNll, gaussianKl, gaussianNll } from '../core/objectives/variational.ts';
import { normal } from '../core/random/stream.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationOptions } from './evaluate.ts';
import { noiseImages } from './testing/subjects.ts';
import { subjectOf } from './subject.ts';

const vars: Variables = { training: false, get: () => tf.scalar(0), update: () => undefined };
const options = (changes: Partial<EvaluationOptions> = {}): EvaluationOptions => ({
  samples: 600,
  extractors: async () => undefined,
  signal: new AbortController().signal,
  progress: () => undefined,
  ...changes,
});
let ring: Dataset;

beforeAll(async () => {
  await tf.setBackend('cpu');
  ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
});

/** One latent a coordinate: data N(0, I) of the same dimension, whose posterior and likelihood are known exactly. */
const linear: Abilities = {
  latent: { dimension: 2, prior: 'normal' },
  sample: (_, z) => z,
  reconstruct: (_, x) => tf.mul(x, 0.5),
  elbo: (_, x, epsilon) => {
    // x = z + N(0, 1): the posterior is N(x / 2, 1 / 2), so the bound is the exact -log N(x; 0, 2 I) on average.
    const mean = tf.mul(x, 0.5);
    const z = tf.add(mean, tf.mul(epsilon, Math.SQRT1_2));
    const logVariance = tf.fill(x.shape, -Math.LN2);
    return { negativeLogLikelihood: gaussianNll(x, z, { std: 1 }), kl: gaussianKl(mean, logVariance) };
  },
};

test('sample i depends on the seed and i, neither on the count nor on the batch', async () => {
  const at = (seed: number, batchSize: number) =>
    subjectOf({ game: { abilities: linear }, vars, dataset: ring, seed, batchSize });
  const many = await at(3, 100).sample(230);
  expect([...(await at(3, 100).sample(7))]).toEqual([...many.subarray(0, 14)]);
  expect([...(await at(3, 64).sample(230))]).toEqual([...many]);
  expect([...many]).toEqual([...normal(3, 'evaluation/latent', 0, 460)]);
  expect([...(await at(4, 100).sample(7))]).not.toEqual([...many.subarray(0, 14)]);
});

test('a uniform prior is U(-1, 1)', async () => {
  const abilities: Abilities = { ...linear, latent: { dimension: 2, prior: 'uniform' } };
  const z = await subjectOf({ game: { abilities }, vars, dataset: ring, seed: 1 }).sample(1000);
  expect(Math.min(...z)).toBeLessThan(-0.99);
  expect(Math.min(...z)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...z)).toBeGreaterThan(0.99);
});

test('every pass has the shape of a batch, and no tensor is left', async () => {
  const shapes = new Set<string>();
  const abilities: Abilities = { ...linear, sample: (_, z: Tensor) => (shapes.add(z.shape.join()), tf.neg(z)) };
  const before = tf.memory().numTensors;
  await subjectOf({ game: { abilities }, vars, dataset: ring, seed: 1, batchSize: 16 }).sample(40);
  expect([...shapes]).toEqual(['16,2']);
  expect(tf.memory().numTensors).toBe(before);
});

test('the bound of a linear-Gaussian model is its exact likelihood', async () => {
  const dataset: Dataset = {
    ...ring,
    examples: (_, start, count) => ({
      x: normal(5, 'linear', 0, 2 * count, 2 * start).map((e) => Math.SQRT2 * e),
      labels: new Int32Array(count),
    }),
  };
  const subject = subjectOf({ game: { abilities: linear }, vars, dataset, seed: 1 });
  const { values } = await evaluate(subject, options({ samples: 4000, metrics: ['elbo', 'reconstruction'] }));
  const figure = (id: string) => values.find((value) => value.id === id)!;
  // The entropy of N(0, 2 I) in the plane.
  const entropy = Math.log(4 * Math.PI * Math.E);
  const { value, interval, counts } = figure('negative-elbo');
  expect(Math.abs(value - entropy)).toBeLessThan(0.08);
  expect(interval![0]).toBeLessThan(entropy);
  expect(interval![1]).toBeGreaterThan(entropy);
  expect(counts).toEqual({ real: 4000 });
  expect(figure('kl').value + figure('negative-log-likelihood').value).toBeCloseTo(value, 4);
  // A reconstruction x / 2 misses by x / 2, whose square is 1/2 on average.
  expect(Math.abs(figure('reconstruction-mse').value - 0.5)).toBeLessThan(0.03);
});

test('the floor of the bound is the entropy of data whose density is known', async () => {
  const subject = subjectOf({ game: { abilities: linear }, vars, dataset: ring, seed: 1 });
  const [bound] = (await evaluate(subject, options({ samples: 2500, metrics: ['elbo'] }))).values;
  // Eight Gaussians that do not overlap: log 8 + log(2 pi e s^2).
  const entropy = Math.log(8 * 2 * Math.PI * Math.E * ring.modes!.std ** 2);
  expect(Math.abs(bound!.floor! - entropy)).toBeLessThan(0.06);
  expect(bound!.value).toBeGreaterThan(bound!.floor!);
});

test('a Bernoulli decoder that knows nothing costs log 2 a pixel', async () => {
  const abilities: Abilities = {
    latent: { dimension: 1, prior: 'normal' },
    elbo: (_, x, epsilon) => ({
      negativeLogLikelihood: bernoulliNll(tf.zerosLike(x), x),
      kl: gaussianKl(tf.zerosLike(epsilon), tf.zerosLike(epsilon)),
    }),
  };
  const subject = subjectOf({ game: { abilities }, vars, dataset: noiseImages(), seed: 1 });
  const [bound, , kl] = (await evaluate(subject, options())).values;
  expect(bound).toMatchObject({ value: expect.closeTo(4 * Math.LN2, 5) as number, counts: { real: 500 } });
  expect(kl!.value).toBe(0);
});

test('only metrics that apply are computed, and only those chosen', async () => {
  const subject = subjectOf({ game: { abilities: { ...linear, elbo: undefined! } }, vars, dataset: ring, seed: 1 });
  const ids = (await evaluate(subject, options())).values.map(({ id }) => id);
  expect(ids).toEqual([
    ...['modes', 'high-quality', 'reverse-kl'],
    ...['density-kl', 'density-reverse-kl', 'density-js', 'reconstruction-mse'],
  ]);
  const chosen = await evaluate(subject, options({ metrics: ['mode-coverage', 'classifier-score'] }));
  expect(chosen.values.map(({ id }) => id)).toEqual(['modes', 'high-quality', 'reverse-kl']);
  expect(Object.keys(chosen.costs)).toEqual(['mode-coverage']);
  expect(chosen.costs['mode-coverage']).toBeGreaterThan(0);
  expect(new Set(chosen.values.map(({ group }) => group))).toEqual(new Set(['modes']));
  await expect(evaluate(subject, options({ metrics: ['fidelity'] }))).rejects.toThrow("No metric 'fidelity'");
});

test('progress rises to 1', async () => {
  const seen: number[] = [];
  const subject = subjectOf({ game: { abilities: linear }, vars, dataset: ring, seed: 1, batchSize: 50 });
  await evaluate(subject, options({ progress: (fraction) => seen.push(fraction) }));
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(10);
});

test('an evaluation that is cancelled rejects with the reason, and draws no more', async () => {
  const controller = new AbortController();
  let passes = 0;
  const sample = (_: Variables, z: Tensor) => {
    if (++passes === 3) controller.abort(new Error('enough'));
    return tf.neg(z);
  };
  const subject = subjectOf({
    game: { abilities: { ...linear, sample } },
    vars,
    dataset: ring,
    seed: 1,
    batchSize: 10,
  });
  await expect(evaluate(subject, options({ signal: controller.signal }))).rejects.toThrow('enough');
  expect(passes).toBe(3);
});

test('classes, clusters, codes, scores and samples of a class are those of the abilities, in batches of one shape', async () => {
  const shapes = new Set<string>();
  const seen = <T extends Tensor>(x: T): T => (shapes.add(x.shape.join()), x);
  const abilities: Abilities = {
    ...linear,
    encode: (_, x) => tf.mul(seen(x), 2),
    posterior: (_, x) => ({ mean: tf.mul(seen(x), 3), logVariance: tf.neg(x) }),
    classify: (_, x) => tf.concat([tf.sub(0, seen(x)), x], 1),
    cluster: (_, x) => tf.slice(seen(x), [0, 0], [x.shape[0], 2]),
    anomalyScore: (_, x) => tf.sum(tf.square(seen(x)), 1),
    sampleClass: (_, z, labels) => tf.add(seen(z), tf.expandDims(tf.mul(tf.cast(labels, 'float32'), 10), 1)),
  };
  const subject = subjectOf({ game: { abilities }, vars, dataset: ring, seed: 1, batchSize: 4 });
  const x = Float32Array.of(1, 2, 4, 3, -1, -5, -2, -1, 0.5, 0.25, 7, 8);
  expect([...(await subject.encode(x))]).toEqual([...x].map((value) => 2 * value));
  const { mean, logVariance } = await subject.posterior(x);
  expect([...mean]).toEqual([...x].map((value) => 3 * value));
  expect([...logVariance]).toEqual([...x].map((value) => -value));
  // Of (-a, -b, a, b) the largest.
  expect([...(await subject.classify(x))]).toEqual([3, 2, 1, 0, 2, 3]);
  expect([...(await subject.cluster(x))]).toEqual([1, 0, 0, 1, 0, 1]);
  expect([...(await subject.anomalyScore(x))]).toEqual([5, 25, 26, 5, 0.3125, 113]);
  const plain = await subject.sample(6);
  const classed = await subject.sampleClass(Int32Array.of(0, 1, 2, 3, 4, 5));
  classed.forEach((value, at) => expect(value).toBeCloseTo(plain[at]! + 10 * Math.floor(at / 2), 4));
  expect([...shapes]).toEqual(['4,2']);
  for (const method of ['encode', 'posterior', 'classify', 'cluster', 'anomalyScore'] as const) {
    const bare = subjectOf({ game: { abilities: {} }, vars, dataset: ring, seed: 1 });
    await expect(bare[method](x)).rejects.toThrow(`no ability to ${method}`);
  }
});

test('asking for an ability that a game lacks says so', async () => {
  const subject = subjectOf({ game: { abilities: {} }, vars, dataset: ring, seed: 1 });
  expect([...subject.abilities]).toEqual([]);
  await expect(subject.sample(1)).rejects.toThrow('no ability to sample');
  await expect(subject.reconstruct(new Float32Array(2))).rejects.toThrow('no ability to reconstruct');
});
