import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { assets } from './assets.ts';
import { datasets } from './catalogue.ts';
import { DataError } from './data-error.ts';
import type { AssetReader, Dataset } from './dataset.ts';
import { gunzip } from './gunzip.ts';
import { loadDataset } from './load.ts';
import { labelledImages } from './mnist-family.ts';
import { nodeAssetReader } from './pack.ts';

const read = nodeAssetReader();
describe.each([
  // MNIST: the digits of the first images, as in every printed copy; mean and deviation as published with the set.
  ['mnist', [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9], 0.1307, 0.3081],
  ['fashion-mnist', [9, 0, 0, 3, 0, 2, 7, 2, 5, 5], [9, 2, 1, 1, 6, 1, 4, 6, 5, 7], 0.286, 0.353],
] as const)('%s', (kind, trainLabels, testLabels, mean, deviation) => {
  let set: Dataset;
  beforeAll(async () => {
    set = await loadDataset({ kind }, read);
  });

  it('has 60,000 images to train and 10,000 held out', () => {
    expect([set.count('train'), set.count('test'), set.classes, set.shape]).toEqual([60_000, 10_000, 10, [28, 28, 1]]);
  });

  it('begins with the known labels', () => {
    expect([...set.examples('train', 0, 10).labels]).toEqual(trainLabels);
    expect([...set.examples('test', 0, 10).labels]).toEqual(testLabels);
  });

  it('has the published mean and deviation of its training pixels', () => {
    let sum = 0;
    let square = 0;
    for (let start = 0; start < 60_000; start += 10_000) {
      for (const value of set.examples('train', start, 10_000).x) {
        sum += value;
        square += value * value;
      }
    }
    const n = 60_000 * 784;
    expect(sum / n).toBeCloseTo(mean, 4);
    expect(Math.sqrt(square / n - (sum / n) ** 2)).toBeCloseTo(deviation, 4);
  });

  it('has the bytes that its card promises', () => {
    const bytes = Object.entries(assets).flatMap(([name, asset]) =>
      name.startsWith(`${kind}-t`) ? [asset.bytes] : [],
    );
    expect(bytes.length).toBe(4);
    expect(datasets.find(({ id }) => id === kind)!.bytes).toBe(bytes.reduce<number>((sum, value) => sum + value, 0));
  });
});

describe('a data file that is not the right one', () => {
  const file = 'mnist-test-labels.bin';
  const loadWith = (change: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>): Promise<unknown> => {
    const reader: AssetReader = async (name) => (name === file ? change(await read(name)) : read(name));
    return loadDataset({ kind: 'mnist' }, reader).catch((error: unknown) => error);
  };

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, 100), /has 100 bytes in place of/],
    ['empty', () => new Uint8Array(0), /has 0 bytes/],
    ['changed by one bit', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 2000 ? byte ^ 1 : byte)), /SHA-256/],
    ['missing', () => Promise.reject(new Error('404')), /could not be read: 404/],
  ])('%s: the error names the file and the fault', async (_, change, message) => {
    const error = await loadWith(change);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).file).toBe(file);
    expect((error as DataError).message).toMatch(message);
  });

  it('gunzip refuses what is cut short or no gzip', async () => {
    const whole = await read(file);
    expect((await gunzip(whole, file)).length).toBe(10_008);
    await expect(gunzip(whole.subarray(0, whole.length - 9), file)).rejects.toBeInstanceOf(DataError);
    await expect(gunzip(Uint8Array.from([1, 2, 3]), file)).rejects.toBeInstanceOf(DataError);
  });

  it('images and labels that do not belong together are refused by name', () => {
    const images = (dimensions: number[]) => ({ dimensions, values: new Uint8Array(0) });
    const labels = (...values: number[]) => ({ dimensions: [values.length], values: Uint8Array.from(values) });
    expect(() => labelledImages(images([2, 28, 27]), 'i', labels(1, 2), 'l')).toThrow(/^i holds 2 x 28 x 27/);
    expect(() => labelledImages(images([2, 28, 28]), 'i', labels(1), 'l')).toThrow(/^l holds 1 labels for 2 images/);
    expect(() => labelledImages(images([2, 28, 28]), 'i', labels(1, 10), 'l')).toThrow(/^l has label 10 at 1/);
  });
});

describe('the files in the repository', () => {
  const folder = new URL('fashion-mnist/', import.meta.url);
  it('Fashion-MNIST has the SHA-256 of its list and of the asset table', () => {
    const lines = readFileSync(new URL('SHA256SUMS', folder), 'utf8').trim().split('\n');
    expect(lines.length).toBe(4);
    const served = new Set<string>(Object.values(assets).map((asset) => asset.sha256));
    for (const line of lines) {
      const [digest, name] = line.split(/\s+/) as [string, string];
      const bytes = readFileSync(new URL(name, folder));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
      expect(served.has(digest)).toBe(true);
    }
  });

  it('the packed MNIST files hold the four original ones', async () => {
    // MD5 of the files that LeCun, Cortes and Burges published, unpacked.
    const original = {
      'mnist-train-images.bin': '6bbc9ace898e44ae57da46a324031adb',
      'mnist-train-labels.bin': 'a25bea736e30d166cdddb491f175f624',
      'mnist-test-images.bin': '2646ac647ad5339dbf082846283269ea',
      'mnist-test-labels.bin': '27ae3e4e09519cfbb04c329615203637',
    };
    for (const [name, digest] of Object.entries(original)) {
      expect(
        createHash('md5')
          .update(gunzipSync(await read(name)))
          .digest('hex'),
      ).toBe(digest);
    }
  });
});
