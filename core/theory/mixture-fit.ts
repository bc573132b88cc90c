import type { FDivergenceId } from './f-divergences.ts';
import { gaussian } from './line-density.ts';
import type { LineDensity } from './line-density.ts';
import { lineDivergence } from './line-divergences.ts';
import { minimise } from './minimise.ts';

/**
 * The mixture that Nowozin et al. 2016 fit a Gaussian to. They don't print its parameters: these, variances .065 and 2,
 * give their table 4 to a few 1e-4.
 */
export const fitTarget: LineDensity = {
  components: [
    { weight: 0.33, mean: -1, std: Math.sqrt(0.065) },
    { weight: 0.67, mean: 2, std: Math.SQRT2 },
  ],
};

export interface GaussianFit {
  readonly mean: number;
  readonly std: number;
  /** D_f(p || N(mean, std^2)) there. */
  readonly divergence: number;
}

/** The Gaussian q that is nearest to p by D_f(p || q). */
export function fitGaussian(id: FDivergenceId, p: LineDensity): GaussianFit {
  const divergence = (mean: number, std: number): number => lineDivergence(id, p, gaussian(mean, std));
  const mean = p.components.reduce((sum, component) => sum + component.weight * component.mean, 0);
  const square = p.components.reduce((sum, c) => sum + c.weight * (c.std ** 2 + c.mean ** 2), 0);
  const start = [mean, Math.log(square - mean ** 2) / 2];
  const [best, logStd] = minimise(([m, s]) => divergence(m!, Math.exp(s!)), start) as [number, number];
  return { mean: best, std: Math.exp(logStd), divergence: divergence(best, Math.exp(logStd)) };
}
