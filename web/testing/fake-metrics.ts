import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { MetricCard, MetricValue } from '../../evaluation/metric.ts';

const isRing = (spec: RunSpec): boolean => spec.data.kind === 'ring';

/** What a fake run can be measured by. */
export function fakeMetricCards(spec: RunSpec): readonly MetricCard[] {
  if (!isRing(spec)) {
    return [
      {
        id: 'fid',
        label: 'Frechet distance of features',
        help: 'How far samples are from real images.',
        group: 'samples',
        cost: 'dear',
      },
      {
        id: 'classifier-score',
        label: 'Classifier score',
        help: 'How sure a classifier is.',
        group: 'samples',
        cost: 'dear',
      },
    ];
  }
  return [
    {
      id: 'mode-coverage',
      label: 'Mode coverage',
      help: 'Which modes the samples reach.',
      group: 'modes',
      cost: 'cheap',
    },
    {
      id: 'density',
      label: 'Divergences to the true density',
      help: 'How far samples are from it.',
      group: 'density',
      cost: 'dear',
    },
  ];
}

/** Seconds that each of them took. */
export function fakeCosts(spec: RunSpec): Readonly<Record<string, number>> {
  return Object.fromEntries(fakeMetricCards(spec).map(({ id, cost }) => [id, cost === 'cheap' ? 0.12 : 1.98]));
}

/** Figures of a fake run after a part of its training, 0 to 1. */
export function fakeMetrics(spec: RunSpec, progress: number): readonly MetricValue[] {
  const extractor = { id: 'lenet84-mnist', sha256: '4be3c1'.repeat(11).slice(0, 64) };
  if (!isRing(spec)) {
    return [
      {
        id: 'fid-lenet84',
        label: 'FID (LeNet84)',
        value: 8 + 60 * Math.exp(-4 * progress),
        better: 'lower',
        counts: { generated: 10_000, real: 10_000 },
        floor: 1.32,
        interval: [7.61, 8.72],
        extractor,
      },
      {
        id: 'classifier-score',
        label: 'Classifier score',
        value: 8.91,
        better: 'higher',
        counts: { generated: 10_000 },
        floor: 9.81,
        interval: [8.87, 8.95],
        extractor,
      },
    ];
  }
  return [
    {
      id: 'modes',
      label: 'Modes covered',
      value: Math.round(3 + 5 * progress),
      unit: 'of 8',
      better: 'higher',
      counts: { generated: 2500 },
      floor: 8,
    },
    {
      id: 'reverse-kl',
      label: 'Reverse KL',
      value: 0.04 + 0.9 * Math.exp(-4 * progress),
      unit: 'nats',
      better: 'lower',
      counts: { generated: 2500 },
      floor: 0.001,
      interval: [0.031, 0.052],
    },
    {
      id: 'high-quality',
      label: 'High-quality samples',
      value: 0.94,
      better: 'higher',
      counts: { generated: 2500 },
      floor: 0.997,
      note: 'Within three standard deviations of a mode.',
    },
  ];
}
