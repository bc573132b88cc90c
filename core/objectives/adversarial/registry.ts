import { densityRatioLoss } from './density-ratio.ts';
import { boundOf } from './f-divergences.ts';
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
  'f-kl': boundOf('f-kl'),
  'f-reverse-kl': boundOf('f-reverse-kl'),
  'f-pearson': boundOf('f-pearson'),
  'f-neyman': boundOf('f-neyman'),
  'f-squared-hellinger': boundOf('f-squared-hellinger'),
  'f-jeffrey': boundOf('f-jeffrey'),
  'f-js': boundOf('f-js'),
  'f-gan': boundOf('f-gan'),
  'f-total-variation': boundOf('f-total-variation'),
  'density-ratio': densityRatioLoss(),
} satisfies Record<string, AdversarialLoss>;

export type AdversarialLossId = keyof typeof losses;

/** The adversarial losses by id, in the order in which forms list them. */
export const adversarialLosses: Readonly<Record<AdversarialLossId, AdversarialLoss>> = losses;
