import { fDivergences } from './f-divergences.ts';
import type { FDivergenceId } from './f-divergences.ts';
import { sigmoid, softplus, variable } from './jet.ts';
import { crossings, logDensity, nodesFor, score } from './line-density.ts';
import type { LineDensity } from './line-density.ts';
import { integrate } from './quadrature.ts';
import type { Node } from './quadrature.ts';

/** A discriminator on the line: its linear output at x. */
export type LineFunction = (x: number) => number;

/** log p(x)/q(x), the logit of the best discriminator. */
export const logRatio =
  (p: LineDensity, q: LineDensity): LineFunction =>
  (x) =>
    logDensity(p, x) - logDensity(q, x);

/** D*(x) = p / (p + q), the chance that x is from p (Goodfellow et al. 2014, proposition 1). */
export function bestDiscriminator(p: LineDensity, q: LineDensity): LineFunction {
  const logit = logRatio(p, q);
  return (x) => sigmoid(logit(x));
}

/** (b p + a q) / (p + q), the best least-squares discriminator (Mao et al. 2017, eq. 5): b is asked of p, a of q. */
export function bestLeastSquares(p: LineDensity, q: LineDensity, a: number, b: number): LineFunction {
  const best = bestDiscriminator(p, q);
  return (x) => a + (b - a) * best(x);
}

/**
 * E_p log D + E_q log(1 - D) of the discriminator with these logits; at its best -log 4 + 2 JSD(p || q), in nats.
 * Kept apart from the divergences below, so that one checks the other.
 */
export function minimaxValue(p: LineDensity, q: LineDensity, logit: LineFunction): number {
  return integrate(
    (x) => {
      const d = logit(x);
      return (
        -Math.exp(logDensity(p, x)) * softplus(variable(-d)).value -
        Math.exp(logDensity(q, x)) * softplus(variable(d)).value
      );
    },
    nodesFor([p, q]),
  );
}

/** D_f(p || q) = E_q f(p/q). Infinite where the integral is. */
export const lineDivergence = (id: FDivergenceId, p: LineDensity, q: LineDensity): number =>
  integrate((x) => fDivergences[id].integrand(logDensity(p, x), logDensity(q, x)), nodesOf(id, p, q));

/** Total variation has a kink where the densities cross. */
const nodesOf = (id: FDivergenceId, p: LineDensity, q: LineDensity): readonly Node[] =>
  nodesFor([p, q], id === 'total-variation' ? crossings(p, q) : []);

/** The Jensen-Shannon divergence, at most log 2. */
export const jensenShannon = (p: LineDensity, q: LineDensity): number => lineDivergence('js', p, q) / 2;

/** f-GAN's bound E_p g_f(V) - E_q f*(g_f(V)) on D_f(p || q), for the discriminator V. */
export function lineBound(id: FDivergenceId, p: LineDensity, q: LineDensity, output: LineFunction): number {
  const { activation, penalty } = fDivergences[id];
  const nodes = nodesOf(id, p, q);
  const expect = (density: LineDensity, f: (v: number) => number): number =>
    integrate((x) => {
      const weight = Math.exp(logDensity(density, x));
      return weight === 0 ? 0 : weight * f(output(x));
    }, nodes);
  return expect(p, (v) => activation(v).value) - expect(q, (v) => penalty(v).value);
}

/** The discriminator at which the bound above is the divergence itself. */
export function bestOutput(id: FDivergenceId, p: LineDensity, q: LineDensity): LineFunction {
  const ratio = logRatio(p, q);
  return (x) => fDivergences[id].bestOutput(ratio(x));
}

/**
 * Least value of EBGAN's E_p D + E_q [m - D]+ over energies D >= 0: m times the overlap of p and q, and m itself where
 * they are one (Zhao, Mathieu, LeCun 2017, arXiv:1609.03126, theorem 1). The best energy is 0 where p is denser, else m.
 */
export const energyValue = (p: LineDensity, q: LineDensity, margin: number): number =>
  margin * (1 - lineDivergence('total-variation', p, q));

/** Derivatives by the mean and the standard deviation of a Gaussian. */
export interface GaussianGradient {
  readonly mean: number;
  readonly std: number;
}

/**
 * Gradient of the non-saturating loss E_q -log D*(x) in the parameters of the generator x = mean + std z, D* being held
 * as it is for the present ones. It is the gradient of KL(q || p) - 2 JSD(p || q) (Arjovsky and Bottou 2017,
 * arXiv:1701.04862, theorem 2.5).
 */
export function nonSaturatingGradient(p: LineDensity, mean: number, std: number): GaussianGradient {
  const q: LineDensity = { components: [{ weight: 1, mean, std }] };
  const logit = logRatio(p, q);
  const nodes = nodesFor([p, q]);
  /** What the loss changes by as a sample at x moves. */
  const slope = (x: number): number => -sigmoid(-logit(x)) * (score(p, x) - score(q, x));
  const density = (x: number): number => Math.exp(logDensity(q, x));
  return {
    mean: integrate((x) => density(x) * slope(x), nodes),
    std: integrate((x) => density(x) * slope(x) * ((x - mean) / std), nodes),
  };
}
