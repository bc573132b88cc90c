import { lineNodes } from './quadrature.ts';
import type { Node } from './quadrature.ts';

/** A mixture of Gaussians on a line. Weights are positive and sum to 1. */
export interface LineDensity {
  readonly components: readonly LineComponent[];
}

export interface LineComponent {
  readonly weight: number;
  readonly mean: number;
  readonly std: number;
}

export const gaussian = (mean: number, std: number): LineDensity => ({ components: [{ weight: 1, mean, std }] });

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/** Natural logarithm of the density, which underflows nowhere. */
export function logDensity({ components }: LineDensity, x: number): number {
  const terms = components.map(({ weight, mean, std }) => {
    const z = (x - mean) / std;
    return Math.log(weight / std) - halfLogTwoPi - (z * z) / 2;
  });
  const largest = Math.max(...terms);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}

export const densityAt = (density: LineDensity, x: number): number => Math.exp(logDensity(density, x));

/** Slope of the log density: the mean over components, weighted by how likely each made x, of (mean - x) / std^2. */
export function score(density: LineDensity, x: number): number {
  const whole = logDensity(density, x);
  return density.components.reduce((sum, component) => {
    const share = component.weight * Math.exp(logDensity({ components: [{ ...component, weight: 1 }] }, x) - whole);
    return sum + (share * (component.mean - x)) / component.std ** 2;
  }, 0);
}

/** Standard deviations around each component's mean that integrals cover: beyond there is less than 1e-23 of it. */
const reach = 10;
const mostPanels = 4000;

/**
 * Nodes that integrate functions of these densities over all that they hold.
 * @param panelWidth In standard deviations of the narrowest component. A Gaussian is integrated exactly at 2; functions
 *   with a kink want less.
 */
export function nodesFor(densities: readonly LineDensity[], panelWidth = 2): readonly Node[] {
  const components = densities.flatMap((density) => density.components);
  const from = Math.min(...components.map(({ mean, std }) => mean - reach * std));
  const to = Math.max(...components.map(({ mean, std }) => mean + reach * std));
  const narrowest = Math.min(...components.map(({ std }) => std));
  return lineNodes(from, to, Math.min(mostPanels, Math.ceil((to - from) / (panelWidth * narrowest))));
}
