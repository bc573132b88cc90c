import { describe, expect, it } from 'vitest';
import type { FDivergenceId } from './f-divergences.ts';
import { fDivergences } from './f-divergences.ts';
import { gaussian } from './line-density.ts';
import { lineDivergence } from './line-divergences.ts';
import { minimise } from './minimise.ts';
import { fitGaussian, fitTarget } from './mixture-fit.ts';

/** Nowozin et al. 2016, table 4: D_f(P || Q*), mu*, sigma*. */
const table: readonly [FDivergenceId, number, number, number][] = [
  ['kl', 0.2831, 1.01, 1.8308],
  ['reverse-kl', 0.248, 1.5782, 1.6319],
  ['js', 0.128, 1.307, 1.7542],
  ['jeffrey', 0.5705, 1.3218, 1.7034],
  ['pearson', 0.6457, 0.5737, 1.9274],
];

describe('the Gaussian nearest to the paper’s mixture', () => {
  it.each(table)('is the paper’s by %s', (id, divergence, mean, std) => {
    const fit = fitGaussian(id, fitTarget);
    expect(Math.abs(fit.divergence - divergence)).toBeLessThan(5e-4);
    expect(Math.abs(fit.mean - mean)).toBeLessThan(1e-3);
    expect(Math.abs(fit.std - std)).toBeLessThan(1e-3);
  });

  it.each(Object.keys(fDivergences) as FDivergenceId[])('is nearer than those around it by %s', (id) => {
    const { mean, std, divergence } = fitGaussian(id, fitTarget);
    for (const [dMean, dStd] of [
      [0.02, 0],
      [-0.02, 0],
      [0, 0.02],
      [0, -0.02],
    ] as const) {
      expect(lineDivergence(id, fitTarget, gaussian(mean + dMean, std + dStd))).toBeGreaterThan(divergence);
    }
  });

  it('matches mean and variance by KL', () => {
    const fit = fitGaussian('kl', fitTarget);
    const mean = 0.33 * -1 + 0.67 * 2;
    expect(fit.mean).toBeCloseTo(mean, 5);
    expect(fit.std ** 2).toBeCloseTo(0.33 * (0.065 + 1) + 0.67 * (2 + 4) - mean ** 2, 5);
  });

  it('of a Gaussian is that Gaussian', () => {
    const fit = fitGaussian('pearson', gaussian(-2, 0.3));
    expect(fit.mean).toBeCloseTo(-2, 5);
    expect(fit.std).toBeCloseTo(0.3, 5);
    expect(fit.divergence).toBeCloseTo(0, 8);
  });
});

describe('minimise', () => {
  it('finds the bottom of Rosenbrock’s valley', () => {
    const [x, y] = minimise(([x, y]) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2, [-1.2, 1]);
    expect(x).toBeCloseTo(1, 5);
    expect(y).toBeCloseTo(1, 5);
  });

  it('keeps away from where a function is infinite', () => {
    const [x] = minimise(([x]) => (x! <= 0 ? Infinity : x! - Math.log(x!)), [0.1]);
    expect(x).toBeCloseTo(1, 4);
  });
});
