import type { MetricGroup, MetricValue } from '../../evaluation/metric.ts';

/** What each group of metrics measures, in the order of lists. */
export const groupLabels: Readonly<Record<MetricGroup, string>> = {
  samples: 'Samples against data',
  modes: 'Modes',
  density: 'Known densities',
  likelihood: 'Likelihood',
  reconstruction: 'Reconstruction',
  representation: 'Latent codes',
  labels: 'Labels and anomalies',
  memorisation: 'Memorisation',
};

/** Which way is better, in words. */
export const betterWords: Readonly<Record<MetricValue['better'], string>> = {
  lower: 'lower is better',
  higher: 'higher is better',
  none: '',
};
