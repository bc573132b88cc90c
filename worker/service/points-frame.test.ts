import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import * as tf from '../../core/backend/tf.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import type { Game, LatentSpace } from '../../core/methods/game.ts';
import type { Variables } from '../../core/networks/network.ts';
import { frameMakerOf } from './frame-maker.ts';
import { PointsFrameMaker } from './points-frame.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

const parameters: Record<string, readonly number[]> = { 'critic/w': [0.01, -0.01, 0.01], 'generator/w': [9] };
const vars: Variables = {
  training: false,
  get: (name) => tf.tensor1d([...parameters[name]!]),
  update: () => undefined,
};
/** A generator that shows its first two latents, and a critic |x|^2, whose slope is 2 |x|. */
const game = {
  networks: ['generator', 'critic'].map((name) => ({ name, parameters: [{ name: `${name}/w` }] })),
  players: [
    { name: 'critic', owns: ['critic'], critic: true },
    { name: 'generator', owns: ['generator'], critic: false },
  ],
  abilities: {
    sample: (_: Variables, z: tf.Tensor) => tf.slice(z, [0, 0], [z.shape[0], 2]),
    critic: (_: Variables, x: tf.Tensor) => tf.sum(tf.square(x), 1),
    sampleLoss: (_: Variables, x: tf.Tensor) => tf.sum(x, 1),
  },
} as unknown as Game;
const latent: LatentSpace = { dimension: 3, prior: 'normal' };
const of = (dimension = latent) => ({ ...game, abilities: { ...game.abilities, latent: dimension } });
const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));

test('every part of a frame is what the game says it is', async () => {
  const before = tf.memory().numTensors;
  const frame = await new PointsFrameMaker(of(), latent, ring, 7).make(12, vars);
  expect(frame).toMatchObject({ kind: 'points', step: 12, extent: ring.extent });
  expect(frame.samples.length).toBe(2 * 1024);
  // The loss rises along (1, 1) everywhere: down is the other way.
  expect([...new Set(frame.arrows)]).toEqual([-1]);
  expect(frame.surface!.values[0]).toBeCloseTo(2 * ring.extent! ** 2, 4);
  // Only the variables' own tensor stays, which a training state would own.
  expect(tf.memory().numTensors - before).toBe(1);
});

test('a set of few points is measured at those that it has', async () => {
  const few: Dataset = {
    ...ring,
    count: () => 3,
    examples(split, start, count) {
      if (start + count > 3) throw new RangeError('there are three');
      return ring.examples(split, start, count);
    },
  };
  const { gradientNorms } = await new PointsFrameMaker(of(), latent, few, 7).make(0, vars);
  expect(gradientNorms!.counts.reduce((sum, n) => sum + n, 0)).toBe(256);
});

test('the warped grid is even in probability, row by row from the bottom left', async () => {
  const { columns, rows, points } = (await new PointsFrameMaker(of(), latent, ring, 7).make(0, vars)).warp!;
  expect([columns, rows, points.length]).toEqual([17, 17, 2 * 17 * 17]);
  const at = (row: number, column: number) => [
    ...points.subarray(2 * (row * 17 + column), 2 * (row * 17 + column) + 2),
  ];
  expect(Math.abs(at(8, 8)[0]!)).toBeLessThan(1e-15);
  // The upper quartile's neighbours: 12.5 and 13.5 of 17 below.
  expect(at(0, 12)[0]).toBeCloseTo(0.628904, 5);
  expect(at(16, 0)).toEqual([-at(0, 16)[0]!, -at(0, 0)[1]!]);
});

test('a uniform prior has an even grid, and a latent of one dimension a line', async () => {
  const uniform: LatentSpace = { dimension: 2, prior: 'uniform' };
  const even = (await new PointsFrameMaker(of(uniform), uniform, ring, 7).make(0, vars)).warp!;
  expect(even.points[0]).toBeCloseTo(1 / 17 - 1, 6);
  const line: LatentSpace = { dimension: 1, prior: 'uniform' };
  const onLine = of(line);
  const pair = (_: Variables, z: tf.Tensor) => tf.concat([z, z], 1);
  const made = { ...onLine, abilities: { ...onLine.abilities, sample: pair } };
  const { columns, rows, points } = (await new PointsFrameMaker(made, line, ring, 7).make(0, vars)).warp!;
  expect([columns, rows, points.length]).toEqual([17, 1, 34]);
});

test('the slopes lie between those at the data and at the samples, and the weights are the critic’s alone', async () => {
  const frame = await new PointsFrameMaker(of(), latent, ring, 7).make(0, vars);
  const { from, to, counts } = frame.gradientNorms!;
  expect(from).toBe(0);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(256);
  // 2 |x| on the ring is 2.83, and at a standard normal 2.5 on average.
  const mean = counts.reduce((sum, n, bin) => sum + n * ((bin + 0.5) / counts.length) * to, 0) / 256;
  expect(mean).toBeGreaterThan(1);
  expect(mean).toBeLessThan(3);
  expect(frame.weights).toMatchObject({ from: -0.01, to: 0.01 });
  expect([frame.weights!.counts[0], frame.weights!.counts[39]]).toEqual([1, 2]);
});

test('the divergence is that of the samples to the known density', async () => {
  const far = await new PointsFrameMaker(of(), latent, ring, 7).make(0, vars);
  expect(far.divergence!.js).toBeGreaterThan(0.5);
  const data = ring.examples('test', 0, 1024).x;
  const ideal = { ...of(), abilities: { ...of().abilities, sample: () => tf.tensor2d(data, [1024, 2]) } };
  const near = await new PointsFrameMaker(ideal, latent, ring, 7).make(0, vars);
  expect(near.divergence!.kl).toBeLessThan(0.05);
  expect(near.divergence!.js).toBeLessThan(0.02);
});

test('a game without samples has no frames, and one without a critic has those parts alone', async () => {
  const { sample: _, ...blind } = of().abilities;
  expect(frameMakerOf({ ...game, abilities: blind }, ring, 7)).toBeUndefined();
  const bare = { ...game, players: [], abilities: { sample: game.abilities.sample!, latent } };
  const frame = await new PointsFrameMaker(bare, latent, ring, 7).make(0, vars);
  expect(Object.keys(frame).sort()).toEqual(['divergence', 'extent', 'kind', 'samples', 'step', 'warp']);
});
