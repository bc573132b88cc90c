import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { normal } from '../../core/random/stream.ts';
import type { Metric, Subject } from '../metric.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import { contextOf, noiseImages, subjectWith } from '../testing/subjects.ts';
import type * as Clusters from './latent-clusters.ts';
import { latentClusters } from './latent-clusters.ts';
import type * as Neighbours from './latent-neighbours.ts';
import type * as Probe from './latent-probe.ts';
import { latentProbe } from './latent-probe.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const classes = 3;

/** Images of four numbers: the class of an example, its number, and noise. */
const labelled: Dataset = {
  ...noiseImages(),
  shape: [2, 2, 1],
  classes,
  count: () => 2000,
  examples: (split, start, count) => {
    const labels = Int32Array.from({ length: count }, (_, i) => (start + i) % classes);
    const noise = normal(1, `labelled/${split}`, 0, 2 * count, 2 * start);
    const x = Float32Array.from({ length: 4 * count }, (_, at) => {
      const i = at >> 2;
      return [labels[i]!, start + i, noise[2 * i]!, noise[2 * i + 1]!][at % 4]!;
    });
    return { x, labels };
  },
};

const encoding = (width: number, code: (x: Float32Array, i: number) => readonly number[]): Subject =>
  subjectWith(labelled, {
    encode: async (x) =>
      Float32Array.from(
        { length: (x.length / 4) * width },
        (_, at) => code(x, 4 * Math.floor(at / width))[at % width]!,
      ),
  });

/** A class lies at each of three places on a circle, far apart. */
const apart = encoding(2, (x, i) => [
  5 * Math.cos(2 * x[i]!) + 0.3 * x[i + 2]!,
  5 * Math.sin(2 * x[i]!) + 0.3 * x[i + 3]!,
]);
/** Codes know nothing of the class. */
const noise = encoding(2, (x, i) => [x[i + 2]!, x[i + 3]!]);
/** Two of the classes lie together. */
const twoOfThree = encoding(2, (x, i) => [8 * Math.min(x[i]!, 1) + 0.3 * x[i + 2]!, 0.3 * x[i + 3]!]);

const only = async (metric: Metric, subject: Subject, samples: number) =>
  (await metric.compute(contextOf(subject, samples)))[0]!;

/** So that codes of different examples differ. */
let calls = 0;

const chance = 100 / classes;
const file = (name: string) => new URL(`./${name}.ts`, import.meta.url);

knownAnswer<typeof Neighbours>(
  'the nearest training code tells every class that lies apart, and guesses where codes are noise',
  file('latent-neighbours'),
  async ({ latentNeighbours: metric }) => {
    const found = await only(metric, apart, 300);
    expect(found).toMatchObject({ id: 'latent-1nn', value: 100, counts: { real: 300 } });
    expect(found.note).toContain('1800 training codes');
    const guessed = await only(metric, noise, 300);
    expect(guessed.interval![0]).toBeLessThan(chance);
    expect(guessed.interval![1]).toBeGreaterThan(chance);
    expect(guessed.value).toBeLessThan(45);
  },
  {
    'neighbours among the held-out codes themselves': { replace: "'train', among)", by: "'test', count)" },
    'labels of the held-out codes': { replace: '      references.labels,', by: '      queries.labels,' },
  },
);

knownAnswer<typeof Probe>(
  'a linear classifier tells classes that lie apart, two thirds where two lie together, and guesses on noise',
  file('latent-probe'),
  async ({ latentProbe: metric }) => {
    expect(await only(metric, apart, 300)).toMatchObject({ id: 'latent-linear', value: 100, counts: { real: 300 } });
    const half = await only(metric, twoOfThree, 900);
    expect(Math.abs(half.value - 200 / 3)).toBeLessThan(5);
    // So few codes of so many numbers that those it is fitted to can be told without knowing anything.
    const wide = subjectWith(labelled, { encode: async (x) => normal(3, 'wide', calls++, (x.length / 4) * 30) });
    const guessed = await only(metric, wide, 60);
    expect(guessed.value).toBeLessThan(60);
  },
  {
    'fitted to the held-out codes': { replace: "'train', fitted)", by: "'test', count)" },
    'labels of the training codes': { replace: 'agreements(told, heldOut.labels)', by: 'agreements(told, told)' },
    'every code is told as the first': { replace: 'i * dimension)', by: '0)' },
  },
);

knownAnswer<typeof Clusters>(
  'clusters of codes are the classes that lie apart, part of them where two lie together, and nothing on noise',
  file('latent-clusters'),
  async ({ latentClusters: metric }) => {
    const [accuracy, nmi, ari] = await metric.compute(contextOf(apart, 600));
    expect(accuracy).toMatchObject({ id: 'latent-cluster-accuracy', value: 100, unit: '%' });
    expect(accuracy!.label).toContain('Codes by k-means');
    expect(nmi!.value).toBeCloseTo(1, 12);
    expect(ari!.value).toBeCloseTo(1, 12);
    const [part] = await metric.compute(contextOf(twoOfThree, 600));
    expect(part!.value).toBeGreaterThan(60);
    expect(part!.value).toBeLessThan(90);
    const [none, noInformation, noAgreement] = await metric.compute(contextOf(noise, 600));
    expect(none!.value).toBeLessThan(45);
    expect(noInformation!.value).toBeLessThan(0.02);
    expect(Math.abs(noAgreement!.value)).toBeLessThan(0.02);
  },
  {
    'one cluster too few': { replace: 'dimension, classes)', by: 'dimension, classes - 1)' },
    'clusters compared with themselves': { replace: 'clusters, labels, pace', by: 'clusters, clusters, pace' },
  },
);

test('a code that is not finite is reported, not ranked; too few examples have no figure', async () => {
  const broken = encoding(2, () => [NaN, 0]);
  await expect(latentClusters.compute(contextOf(broken, 100))).rejects.toThrow('not finite');
  expect(await latentClusters.compute(contextOf(apart, 5))).toEqual([]);
  expect(await latentProbe.compute(contextOf(apart, 1))).toEqual([]);
});
