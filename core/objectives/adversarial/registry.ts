import { densityRatioLoss } from './density-ratio.ts';
import * as f from './f-divergences.ts';
import { hinge } from './hinge.ts';
import { leastSquares, leastSquaresPearson } from './least-squares.ts';
import { minimax, nonSaturating } from './logistic.ts';
import type { AdversarialLoss } from './loss.ts';
import { relativistic, relativisticAverage } from './relativistic.ts';
import { wasserstein } from './wasserstein.ts';

const losses = {
  'non-saturating': nonSaturating,
  minimax,
  wasserstein,
  'least-squares': leastSquares,
  'least-squares-pearson': leastSquaresPearson,
  hinge,
  relativistic,
  'relativistic-average': relativisticAverage,
  'f-kl': f.kl,
  'f-reverse-kl': f.reverseKl,
  'f-pearson': f.pearson,
  'f-neyman': f.neyman,
  'f-squared-hellinger': f.squaredHellinger,
  'f-jeffrey': f.jeffrey,
  'f-js': f.jensenShannon,
  'f-gan': f.originalGan,
  'f-total-variation': f.totalVariation,
  'density-ratio': densityRatioLoss(),
} satisfies Record<string, AdversarialLoss>;

export type AdversarialLossId = keyof typeof losses;

/** The adversarial losses by id, in the order in which forms list them. */
export const adversarialLosses: Readonly<Record<AdversarialLossId, AdversarialLoss>> = losses;
