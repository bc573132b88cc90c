import { meanOf } from './mean.ts';
import type { Estimate } from './mean.ts';

/** Means over a set, in nats an example. */
export interface ElboEstimate {
  /** NLL + KL: an upper bound on the mean of -log p(x). */
  readonly negativeElbo: Estimate;
  /** E_q[-log p(x|z)] */
  readonly negativeLogLikelihood: Estimate;
  /** KL(q(z|x) || p(z)) */
  readonly kl: Estimate;
}

/**
 * Means of the evidence lower bound's parts (Kingma and Welling 2014, arXiv:1312.6114, equation 3). The parts are
 * summed for each example first: they are correlated, so the bound's error is not the sum of theirs.
 *
 * @throws RangeError for an empty set or parts of different lengths.
 */
export function elboEstimate(negativeLogLikelihood: Float32Array, kl: Float32Array): ElboEstimate {
  if (negativeLogLikelihood.length !== kl.length) {
    throw new RangeError(`${negativeLogLikelihood.length} likelihoods do not go with ${kl.length} divergences.`);
  }
  const total = Float64Array.from(negativeLogLikelihood, (nll, i) => nll + kl[i]!);
  return {
    negativeElbo: meanOf(total),
    negativeLogLikelihood: meanOf(negativeLogLikelihood),
    kl: meanOf(kl),
  };
}
