import type { Metric } from './metric.ts';
import { activeUnitsMetric } from './metrics/active-units.ts';
import { anomaly } from './metrics/anomaly.ts';
import { classification } from './metrics/classification.ts';
import { classifierScoreMetric } from './metrics/classifier-score.ts';
import { clustering } from './metrics/clustering.ts';
import { density } from './metrics/density.ts';
import { disentanglement } from './metrics/disentanglement.ts';
import { elbo } from './metrics/elbo.ts';
import { exactLikelihood } from './metrics/exact-likelihood.ts';
import { fid } from './metrics/fid.ts';
import { importanceBound } from './metrics/importance-bound.ts';
import { kid } from './metrics/kid.ts';
import { labelAgreement } from './metrics/label-agreement.ts';
import { latentClusters } from './metrics/latent-clusters.ts';
import { latentNeighbours } from './metrics/latent-neighbours.ts';
import { latentProbe } from './metrics/latent-probe.ts';
import { memorisationMetric } from './metrics/memorisation.ts';
import { modeCoverageMetric } from './metrics/mode-coverage.ts';
import { precisionRecallMetric } from './metrics/precision-recall.ts';
import { reconstruction } from './metrics/reconstruction.ts';
import { stackedModesMetric } from './metrics/stacked-modes.ts';

/** Every metric, in the order of the report. A new one is a file in `metrics/` and a line here. */
export const metrics: readonly Metric[] = [
  modeCoverageMetric,
  stackedModesMetric,
  density,
  fid,
  kid,
  precisionRecallMetric,
  classifierScoreMetric,
  elbo,
  importanceBound,
  exactLikelihood,
  reconstruction,
  activeUnitsMetric,
  latentNeighbours,
  latentProbe,
  latentClusters,
  disentanglement,
  clustering,
  classification,
  labelAgreement,
  anomaly,
  memorisationMetric,
];
