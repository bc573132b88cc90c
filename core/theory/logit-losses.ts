import { fDivergences } from './f-divergences.ts';
import type { FDivergence } from './f-divergences.ts';
import { add, affine, negate, relu, softplus, square, variable } from './jet.ts';
import type { Jet, JetFunction } from './jet.ts';

/**
 * An adversarial loss of one example as a function of the discriminator's linear output d on it, with derivatives:
 * what `core/objectives/adversarial` computes of tensors. The discriminator minimises the mean of `real` over data plus
 * that of `fake` over samples, the generator the mean of `generator` over samples. Losses of pairs (the relativistic
 * ones) are given with the other example's output at 0, so their parts don't add up.
 */
export interface LogitLoss {
  readonly real: JetFunction;
  readonly fake: JetFunction;
  readonly generator: JetFunction;
}

const of =
  (f: (d: Jet) => Jet): JetFunction =>
  (d) =>
    f(variable(d));

const halfSquaredDistance = (target: number): JetFunction => of((d) => affine(square(affine(d, 1, -target)), 0.5));

/** -log sigmoid(d). */
const saysReal = of((d) => softplus(negate(d)));
/** -log(1 - sigmoid(d)). */
const saysFake = of((d) => softplus(d));
const minus = of(negate);
/** Both halves of a loss of averages say the same of a single pair. */
const twice =
  (f: JetFunction): JetFunction =>
  (d) =>
    affine(f(d), 2);

/** The discriminator ascends E_P g_f(V) - E_Q f*(g_f(V)), the generator descends it. */
const variational = ({ activation, penalty }: FDivergence): LogitLoss => ({
  real: (d) => negate(activation(d)),
  fake: penalty,
  generator: (d) => negate(penalty(d)),
});

/**
 * b-GAN with Pearson's f (Uehara et al. 2016, arXiv:1610.02920): d is the density ratio itself, p over
 * alpha p + (1 - alpha) q.
 */
export const densityRatioLogitLoss = (alpha: number): LogitLoss => ({
  real: of((r) => add(affine(square(r), alpha / 2), negate(r))),
  fake: of((r) => affine(square(r), (1 - alpha) / 2)),
  generator: halfSquaredDistance(1),
});

/** By the objective's id. */
export const logitLosses = {
  'non-saturating': { real: saysReal, fake: saysFake, generator: saysReal },
  minimax: { real: saysReal, fake: saysFake, generator: of((d) => negate(softplus(d))) },
  wasserstein: { real: minus, fake: variable, generator: minus },
  'least-squares': {
    real: halfSquaredDistance(1),
    fake: halfSquaredDistance(0),
    generator: halfSquaredDistance(1),
  },
  'least-squares-pearson': {
    real: halfSquaredDistance(1),
    fake: halfSquaredDistance(-1),
    generator: halfSquaredDistance(0),
  },
  hinge: {
    real: of((d) => relu(affine(d, -1, 1))),
    fake: of((d) => relu(affine(d, 1, 1))),
    generator: minus,
  },
  relativistic: { real: saysReal, fake: saysFake, generator: saysReal },
  'relativistic-average': { real: twice(saysReal), fake: twice(saysFake), generator: twice(saysReal) },
  'f-kl': variational(fDivergences.kl),
  'f-reverse-kl': variational(fDivergences['reverse-kl']),
  'f-pearson': variational(fDivergences.pearson),
  'f-neyman': variational(fDivergences.neyman),
  'f-squared-hellinger': variational(fDivergences['squared-hellinger']),
  'f-jeffrey': variational(fDivergences.jeffrey),
  'f-js': variational(fDivergences.js),
  'f-gan': variational(fDivergences.gan),
  'f-total-variation': variational(fDivergences['total-variation']),
  'density-ratio': densityRatioLogitLoss(0),
} satisfies Record<string, LogitLoss>;

export type LogitLossId = keyof typeof logitLosses;

/**
 * The chance p / (p + q) of data for which an output is the best one: at the best d p real'(d) + q fake'(d) = 0. An
 * output that no densities have for their best counts as 0 or 1, whichever is on its side.
 */
export function impliedProbability({ real, fake }: Pick<LogitLoss, 'real' | 'fake'>, d: number): number {
  const [fromData, fromSamples] = [real(d).slope, fake(d).slope];
  if (fromSamples <= 0) return 0;
  return fromData >= 0 ? 1 : 1 / (1 - fromData / fromSamples);
}
