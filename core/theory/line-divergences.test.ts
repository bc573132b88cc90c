import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FDivergenceId } from './f-divergences.ts';
import { fDivergences } from './f-divergences.ts';
import { crossings, densityAt, gaussian, logDensity, nodesFor, score } from './line-density.ts';
import type { LineDensity } from './line-density.ts';
import {
  bestDiscriminator,
  bestLeastSquares,
  bestOutput,
  energyValue,
  jensenShannon,
  lineBound,
  lineDivergence,
  logRatio,
  minimaxValue,
  nonSaturatingGradient,
} from './line-divergences.ts';
import { fitTarget } from './mixture-fit.ts';
import { integrate, lineNodes, normalNodes } from './quadrature.ts';

const ids = Object.keys(fDivergences) as FDivergenceId[];
const p = gaussian(0.3, 0.8);
const q = gaussian(-0.6, 1.1);
const anyGaussian = fc
  .record({ mean: fc.double({ min: -2, max: 2, noNaN: true }), std: fc.double({ min: 0.5, max: 1.5, noNaN: true }) })
  .map(({ mean, std }) => gaussian(mean, std));

describe('quadrature', () => {
  it('is exact for polynomials of degree 31 on one panel', () => {
    const value = integrate((x) => x ** 31 + x ** 30, lineNodes(-1, 2, 1));
    expect(value / ((2 ** 32 - 1) / 32 + (2 ** 31 + 1) / 31)).toBeCloseTo(1, 12);
  });

  it('gives a density the mass 1, however narrow one of its bumps is', () => {
    for (const narrow of [0.01, 0.3, 5]) {
      const mixture: LineDensity = {
        components: [
          { weight: 0.25, mean: -3, std: narrow },
          { weight: 0.75, mean: 1, std: 1 },
        ],
      };
      expect(integrate((x) => densityAt(mixture, x), nodesFor([mixture]))).toBeCloseTo(1, 12);
    }
  });

  it('has the moments of the standard normal', () => {
    for (const [power, moment] of [
      [0, 1],
      [1, 0],
      [2, 1],
      [4, 3],
      [6, 15],
    ] as const) {
      expect(integrate((x) => x ** power, normalNodes)).toBeCloseTo(moment, 9);
    }
    expect(integrate(Math.cos, normalNodes)).toBeCloseTo(Math.exp(-0.5), 12);
  });
});

describe('a mixture on the line', () => {
  it('has a log density far beyond where the density is 0', () => {
    expect(densityAt(gaussian(0, 0.1), 100)).toBe(0);
    expect(logDensity(gaussian(0, 0.1), 100)).toBeCloseTo(-500_000 - Math.log(0.1 * Math.sqrt(2 * Math.PI)), 3);
  });

  it('has the slope of its log density, by finite differences', () => {
    for (const x of [-3, -1, -0.4, 1.7, 9]) {
      const slope = (logDensity(fitTarget, x + 1e-6) - logDensity(fitTarget, x - 1e-6)) / 2e-6;
      expect(score(fitTarget, x)).toBeCloseTo(slope, 5);
    }
  });
});

describe('divergences of Gaussians', () => {
  const closed = {
    kl: (m1: number, s1: number, m2: number, s2: number) =>
      Math.log(s2 / s1) + (s1 ** 2 + (m1 - m2) ** 2) / (2 * s2 ** 2) - 0.5,
    // (sqrt u - 1)^2 under q is 2 - 2 of the affinity.
    hellinger: (m1: number, s1: number, m2: number, s2: number) =>
      2 - 2 * Math.sqrt((2 * s1 * s2) / (s1 ** 2 + s2 ** 2)) * Math.exp(-((m1 - m2) ** 2) / (4 * (s1 ** 2 + s2 ** 2))),
    /** For one std and means apart. */
    pearson: (distance: number, std: number) => Math.exp((distance / std) ** 2) - 1,
  };

  it('are their closed forms', () => {
    const [a, b] = [gaussian(0.3, 0.8), gaussian(-0.6, 1.1)];
    const parameters = [0.3, 0.8, -0.6, 1.1] as const;
    const swapped = [-0.6, 1.1, 0.3, 0.8] as const;
    expect(lineDivergence('kl', a, b)).toBeCloseTo(closed.kl(...parameters), 10);
    expect(lineDivergence('reverse-kl', a, b)).toBeCloseTo(closed.kl(...swapped), 10);
    expect(lineDivergence('jeffrey', a, b)).toBeCloseTo(closed.kl(...parameters) + closed.kl(...swapped), 10);
    expect(lineDivergence('squared-hellinger', a, b)).toBeCloseTo(closed.hellinger(...parameters), 10);
    expect(lineDivergence('pearson', gaussian(0, 0.7), gaussian(0.9, 0.7))).toBeCloseTo(closed.pearson(0.9, 0.7), 9);
    expect(lineDivergence('neyman', gaussian(0, 0.7), gaussian(0.9, 0.7))).toBeCloseTo(closed.pearson(0.9, 0.7), 9);
    // Half the distance between the distribution functions, which cross midway: erf(1 / (2 sqrt 2)) for distance 1.
    expect(lineDivergence('total-variation', gaussian(0, 1), gaussian(1, 1))).toBeCloseTo(0.3829249225480262, 10);
  });

  it('are 0 between a density and itself, but for GAN’s -log 4', () => {
    for (const id of ids) {
      expect(lineDivergence(id, fitTarget, fitTarget)).toBeCloseTo(id === 'gan' ? -Math.log(4) : 0, 10);
    }
  });

  it('reach their limits where nothing overlaps', () => {
    const [left, right] = [gaussian(-50, 1), gaussian(50, 1)];
    expect(jensenShannon(left, right)).toBeCloseTo(Math.LN2, 12);
    expect(lineDivergence('total-variation', left, right)).toBeCloseTo(1, 12);
    expect(lineDivergence('squared-hellinger', left, right)).toBeCloseTo(2, 12);
    expect(lineDivergence('kl', left, right)).toBeCloseTo(5000, 6);
    expect(lineDivergence('pearson', gaussian(-90, 1), gaussian(90, 1))).toBe(Infinity);
  });

  it('are at least 0', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids.filter((id) => id !== 'gan')), anyGaussian, anyGaussian, (id, a, b) => {
        expect(lineDivergence(id, a, b)).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the best discriminator', () => {
  it('has the value -log 4 + 2 JSD', () => {
    for (const [a, b] of [
      [p, q],
      [fitTarget, gaussian(1, 2)],
      [gaussian(-4, 0.5), gaussian(4, 0.5)],
    ] as const) {
      expect(minimaxValue(a, b, logRatio(a, b))).toBeCloseTo(-Math.log(4) + 2 * jensenShannon(a, b), 10);
      expect(minimaxValue(a, b, (x) => logRatio(a, b)(x) + 0.1)).toBeLessThan(minimaxValue(a, b, logRatio(a, b)));
    }
  });

  it('is p / (p + q), and (b p + a q) / (p + q) by least squares', () => {
    const x = 0.7;
    const share = densityAt(p, x) / (densityAt(p, x) + densityAt(q, x));
    expect(bestDiscriminator(p, q)(x)).toBeCloseTo(share, 12);
    expect(bestLeastSquares(p, q, -1, 1)(x)).toBeCloseTo(share - (1 - share), 12);
  });

  it.each(ids)('makes the bound of %s tight, and any other leaves a gap', (id) => {
    const divergence = lineDivergence(id, p, q);
    expect(lineBound(id, p, q, bestOutput(id, p, q))).toBeCloseTo(divergence, 8);
    expect(lineBound(id, p, q, (x) => Math.tanh(x) / 3)).toBeLessThan(divergence);
  });
});

describe('EBGAN’s value', () => {
  it('is the margin where samples are as the data, and nothing where they are apart', () => {
    expect(energyValue(p, p, 3)).toBeCloseTo(3, 10);
    expect(energyValue(gaussian(-50, 1), gaussian(50, 1), 3)).toBeCloseTo(0, 10);
  });

  it('is that of the best energy', () => {
    const overlap = integrate((x) => Math.min(densityAt(p, x), densityAt(q, x)), nodesFor([p, q], crossings(p, q)));
    expect(energyValue(p, q, 2)).toBeCloseTo(2 * overlap, 10);
  });
});

describe('the non-saturating loss', () => {
  it.each([
    [1.4, 0.7],
    [-2, 1.5],
    [1, 2],
  ])('has the gradient of KL(q || p) - 2 JSD at N(%s, %s)', (mean, std) => {
    const objective = (m: number, s: number) =>
      lineDivergence('reverse-kl', fitTarget, gaussian(m, s)) - 2 * jensenShannon(fitTarget, gaussian(m, s));
    const e = 1e-5;
    const found = nonSaturatingGradient(fitTarget, mean, std);
    expect(found.mean).toBeCloseTo((objective(mean + e, std) - objective(mean - e, std)) / (2 * e), 6);
    expect(found.std).toBeCloseTo((objective(mean, std + e) - objective(mean, std - e)) / (2 * e), 6);
  });
});
