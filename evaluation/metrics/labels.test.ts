import { expect, test } from 'vitest';
import type { Dataset } from '../../core/data/dataset.ts';
import { isOffered } from '../evaluate.ts';
import { contextOf, noiseImages, pixelExtractor, subjectWith } from '../testing/subjects.ts';
import { anomaly } from './anomaly.ts';
import { classification } from './classification.ts';
import { clustering } from './clustering.ts';
import { labelAgreement } from './label-agreement.ts';

const classes = 4;
/** The brightest of an image's four pixels is its class. */
const images: Dataset = {
  ...noiseImages(),
  count: () => 4000,
  examples: (_, start, count) => ({
    x: Float32Array.from({ length: 4 * count }, (_, at) => (at % 4 === (start + (at >> 2)) % classes ? 1 : 0.1)),
    labels: Int32Array.from({ length: count }, (_, i) => (start + i) % classes),
  }),
};
/** The class of each image, but for one in ten. */
const guesses = (x: Float32Array): Int32Array =>
  Int32Array.from(
    { length: x.length / 4 },
    (_, i) => (x.subarray(4 * i, 4 * i + 4).indexOf(1) + (i % 10 === 0 ? 1 : 0)) % 4,
  );

test('a classifier that is wrong once in ten has an error of 10 %', async () => {
  const subject = subjectWith(images, { classify: async (x) => guesses(x) });
  const [error] = await classification.compute(contextOf(subject, 10_000));
  expect(error).toMatchObject({
    id: 'classification-error',
    value: 10,
    unit: '%',
    better: 'lower',
    counts: { real: 4000 },
  });
  expect(error!.interval![0]).toBeCloseTo(9.1, 1);
  expect(error!.interval![1]).toBeCloseTo(11, 1);
});

test('clusters are the classes under other names', async () => {
  const cluster = async (x: Float32Array) => guesses(x).map((label) => (3 * label + 2) % 4);
  const figures = await clustering.compute(contextOf(subjectWith(images, { cluster }), 3000));
  expect(figures.map(({ id }) => id)).toEqual(['cluster-accuracy', 'cluster-nmi', 'cluster-ari']);
  expect(figures[0]!.value).toBeCloseTo(90, 12);
  expect(figures[0]!.interval![0]).toBeGreaterThan(88);
  expect(figures[0]!.interval![1]).toBeLessThan(92);
  for (const { value } of figures.slice(1)) {
    expect(value).toBeGreaterThan(0.6);
    expect(value).toBeLessThan(0.9);
  }
});

test('samples agree with the label that was asked for, as real images do', async () => {
  // Brightest where asked, but every fifth sample, which is of the next class.
  const sampleClass = async (labels: Int32Array) =>
    Float32Array.from({ length: 4 * labels.length }, (_, at) => {
      const i = at >> 2;
      return at % 4 === (labels[i]! + (i % 5 === 0 ? 1 : 0)) % 4 ? 3 : -1;
    });
  const subject = subjectWith(images, { sampleClass });
  const [agreement] = await labelAgreement.compute(contextOf(subject, 1000, pixelExtractor()));
  expect(agreement).toMatchObject({
    id: 'label-agreement',
    value: 80,
    floor: 100,
    counts: { generated: 1000, real: 1000 },
  });
  expect(await labelAgreement.compute(contextOf(subject, 1000, { ...pixelExtractor(), classes: 0 }))).toEqual([]);
});

test('scores rank what is anomalous above what is not, ties counting half', async () => {
  const phantoms: Dataset = {
    ...noiseImages(),
    classes: 2,
    count: () => 3000,
    // Every third has a lesion; a third of those are as dark as the healthy ones.
    examples: (_, start, count) => ({
      x: Float32Array.from({ length: 4 * count }, (_, at) => ((start + (at >> 2)) % 9 < 2 ? 1 : 0)),
      labels: Int32Array.from({ length: count }, (_, i) => ((start + i) % 9 < 3 ? 1 : 0)),
    }),
    lesions: () => new Uint8Array(0),
  };
  const anomalyScore = async (x: Float32Array) => x.filter((_, at) => at % 4 === 0);
  const subject = subjectWith(phantoms, { anomalyScore });
  const [auroc, auprc] = await anomaly.compute(contextOf(subject, 10_000));
  expect(auroc).toMatchObject({ id: 'anomaly-auroc', counts: { real: 3000 } });
  expect(auroc!.value).toBeCloseTo(2 / 3 + 1 / 6, 2);
  expect(auprc!.value).toBeCloseTo(2 / 3 + (1 / 3) ** 2, 2);
  expect(auprc!.note).toContain('0.334');
  for (const { value, interval } of [auroc!, auprc!]) {
    expect(interval![0]).toBeLessThan(value);
    expect(interval![0]).toBeGreaterThan(value - 0.04);
    expect(interval![1]).toBeGreaterThan(value);
  }
  expect(isOffered(anomaly, subject)).toBe(true);
  expect(isOffered(anomaly, { ...subject, dataset: images })).toBe(false);
});
