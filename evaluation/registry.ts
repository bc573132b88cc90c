import type { Metric } from './metric.ts';
import { classifierScoreMetric } from './metrics/classifier-score.ts';
import { density } from './metrics/density.ts';
import { elbo } from './metrics/elbo.ts';
import { fid } from './metrics/fid.ts';
import { kid } from './metrics/kid.ts';
import { modeCoverageMetric } from './metrics/mode-coverage.ts';
import { reconstruction } from './metrics/reconstruction.ts';

/** Every metric, in the order of the report. A new one is a file in `metrics/` and a line here. */
export const metrics: readonly Metric[] = [
  modeCoverageMetric,
  density,
  fid,
  kid,
  classifierScoreMetric,
  elbo,
  reconstruction,
];
