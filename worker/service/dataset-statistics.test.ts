import { expect, it } from 'vitest';
import type { Dataset } from '../../core/data/dataset.ts';
import { imageDataset } from '../../core/data/images.ts';
import { loadDataset } from '../../core/data/load.ts';
import { statisticsOf } from './dataset-statistics.ts';

const breathe = (): Promise<void> => Promise.resolve();

/** Six images to train with, of 2 x 1 pixels in two channels, and three held out. */
const tiny = (): Dataset =>
  imageDataset({
    id: 'tiny',
    shape: [2, 1, 2],
    classes: 3,
    train: {
      pixels: Uint8Array.of(0, 255, 0, 255, 0, 0, 51, 255, 0, 255, 0, 255, 0, 0, 102, 255, 0, 0, 0, 0, 0, 255, 0, 255),
      labels: Uint8Array.of(0, 1, 0, 1, 1, 0),
    },
    test: { pixels: Uint8Array.of(0, 255, 0, 255, 9, 9, 9, 9, 0, 0, 0, 0), labels: Uint8Array.of(0, 1, 2) },
  });

it('counts, measures and compares the examples of a set', async () => {
  const figures = await statisticsOf(tiny(), breathe);
  expect(figures).toMatchObject({
    train: 6,
    test: 3,
    examined: 6,
    perClass: [3, 3, 0],
    range: [0, 1],
    // The third and the sixth image are the first again; two of the held-out ones are among them.
    repeated: 2,
    shared: { count: 2, compared: 3 },
    black: 14 / 24,
    white: 8 / 24,
  });
  const [first, second] = [153 / 255 / 12, 8 / 12];
  expect(figures.mean[0]).toBeCloseTo(first, 7);
  expect(figures.mean[1]).toBeCloseTo(second, 7);
  expect(figures.std[0]).toBeCloseTo(Math.sqrt((0.04 + 0.16) / 12 - first ** 2), 7);
  expect(figures.std[1]).toBeCloseTo(Math.sqrt(second * (1 - second)), 7);
  expect(Array.from(figures.histogram.counts.entries()).filter(([, count]) => count > 0)).toEqual([
    [0, 14],
    [6, 1],
    [12, 1],
    [31, 8],
  ]);
  expect([...figures.meanImage!.values]).toEqual([0, 128, 26, 212]);
  // Half of the images are 255 there: a deviation of one half, which is shown as white.
  expect(figures.stdImage!.values[1]).toBe(255);
  expect(figures.stdImage!.values[0]).toBe(0);
});

it('tells neither repeats nor shares of a set without end', async () => {
  const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('reads nothing')));
  const figures = await statisticsOf(ring, breathe);
  expect(figures).toMatchObject({ train: Infinity, examined: 10_000 });
  expect([figures.repeated, figures.shared, figures.black, figures.meanImage]).toEqual(Array(4).fill(undefined));
  expect(figures.range[0]).toBeLessThan(-1);
  expect(figures.range[1]).toBeGreaterThan(1);
});

it('tells apart images that differ in one value by the least there is', async () => {
  const count = 300;
  const pixels = new Uint8Array(16 * count);
  // Image i differs from black in one place alone.
  for (let i = 1; i < count; i++) pixels[16 * i + (i % 16)] = 1 + Math.floor(i / 16);
  const set = imageDataset({
    id: 'near',
    shape: [4, 4, 1],
    classes: 0,
    train: { pixels, labels: new Uint8Array(count) },
    test: { pixels: pixels.slice(0, 16), labels: new Uint8Array(1) },
  });
  const figures = await statisticsOf(set, breathe);
  expect([figures.repeated, figures.shared]).toEqual([0, { count: 1, compared: 1 }]);
});
