import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import * as tf from '../../core/backend/tf.ts';
import { DataError } from '../../core/data/data-error.ts';
import type { AssetReader, Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import { decodeSafetensors } from '../../core/training/safetensors.ts';
import type { Extractor } from '../metric.ts';
import { assetReaderInNode } from '../testing/asset-reader.ts';
import { noiseImages } from '../testing/subjects.ts';
import { correctlyClassified, recipes } from './recipe/train-classifier.ts';
import { extractorSource } from './registry.ts';

const read = assetReaderInNode();
beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

describe.each([
  ['mnist', 0.99],
  ['fashion-mnist', 0.9],
])('the shipped classifier of %s', (kind, required) => {
  let dataset: Dataset;
  let extractor: Extractor;
  beforeAll(async () => {
    dataset = await loadDataset({ kind }, read);
    extractor = (await extractorSource(read)(dataset))!;
  });

  test(`names at least ${required * 100}% of the whole test set, as often as its file says`, async () => {
    const { x, labels } = dataset.examples('test', 0, 10_000);
    const tensors = tf.memory().numTensors;
    const started = performance.now();
    const { features, probabilities } = await extractor.run(x, 10_000);
    const seconds = (performance.now() - started) / 1000;
    console.info(`${extractor.id}: 10,000 images in ${seconds.toFixed(1)} s`);
    const accuracy = correctlyClassified(probabilities, labels) / 10_000;
    expect(accuracy).toBeGreaterThanOrEqual(required);
    const file = decodeSafetensors(await read(`${extractor.id}.safetensors`));
    expect(accuracy).toBeCloseTo(Number(file.metadata['testAccuracy']), 3);
    expect(JSON.parse(file.metadata['recipe']!)).toEqual(recipes[kind]);
    expect([features.length, probabilities.length]).toEqual([840_000, 100_000]);
    expect(probabilities.subarray(0, 10).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('gives an image the same features whatever it is run with', async () => {
    const { x } = dataset.examples('test', 0, 130);
    const { features } = await extractor.run(x, 130);
    const alone = await extractor.run(x.subarray(120 * 784, 121 * 784), 1);
    const difference = alone.features.map((value, k) => Math.abs(value - features[120 * 84 + k]!));
    expect(Math.max(...difference)).toBeLessThan(1e-4);
    expect(Math.max(...alone.features)).toBeGreaterThan(1);
  });
});

test('other images have random convolutions, points themselves, and sequences nothing', async () => {
  const source = extractorSource(read);
  const shaped = (...shape: number[]) => source({ ...noiseImages(), shape });
  expect((await shaped(2, 2, 1))?.id).toBe('random-conv');
  expect(await shaped(2)).toMatchObject({ id: 'points-identity', features: 2, classes: 0 });
  expect(await shaped(10, 2, 2, 1)).toBeUndefined();
  expect(await shaped(2, 2, 2)).toBeUndefined();
  const points = Float32Array.of(1, -2, 3, NaN);
  expect((await (await shaped(2))!.run(points, 2)).features).toEqual(points);
});

test('stacked digits are seen channel by channel by the classifier of digits', async () => {
  const mnist = await loadDataset({ kind: 'mnist' }, read);
  const { x } = mnist.examples('test', 0, 6);
  // Images 0, 1, 2 are the channels of the first example, 3, 4, 5 those of the second.
  const stacked = Float32Array.from({ length: x.length }, (_, at) => {
    const [example, pixel, channel] = [Math.floor(at / 3 / 784), Math.floor(at / 3) % 784, at % 3];
    return x[(example * 3 + channel) * 784 + pixel]!;
  });
  const source = extractorSource(read);
  const extractor = await source({ ...mnist, id: 'stacked-mnist', shape: [28, 28, 3], classes: 1000, digits: 3 });
  expect(extractor).toMatchObject({ id: 'lenet84-mnist', features: 252, classes: 30 });
  const alone = await (await source(mnist))!.run(x, 6);
  const together = await extractor!.run(stacked, 2);
  expect(together.features).toEqual(alone.features);
  expect(together.probabilities).toEqual(alone.probabilities);
});

const mnist: Dataset = { ...noiseImages(), id: 'mnist' };

test('weights are read once', async () => {
  let reads = 0;
  const source = extractorSource((name) => (reads++, read(name)));
  const [first, second] = await Promise.all([source(mnist), source(mnist)]);
  expect(second).toBe(first);
  expect(reads).toBe(1);
});

test('damaged weights are refused by name, a missing file too, and both can be tried again', async () => {
  const damaged: AssetReader = async (name) => (await read(name)).map((byte, i) => (i === 5000 ? byte ^ 1 : byte));
  const error: unknown = await extractorSource(damaged)(mnist).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).message).toMatch(/lenet84-mnist\.safetensors.*SHA-256/);
  let failures = 0;
  const source = extractorSource((name) => (failures++ === 0 ? Promise.reject(new Error('404')) : read(name)));
  await expect(source(mnist)).rejects.toThrow('could not be read: 404');
  expect((await source(mnist))?.id).toBe('lenet84-mnist');
});
