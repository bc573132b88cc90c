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
/** A panel's width in standard deviations of the narrowest component, at which a Gaussian is integrated exactly. */
const panelWidth = 2;
const mostPanels = 4000;

/**
 * Nodes that integrate functions of these densities over all that they hold.
 * @param breaks Where an integrand has kinks or jumps, ascending: panels end there.
 */
export function nodesFor(densities: readonly LineDensity[], breaks: readonly number[] = []): readonly Node[] {
  const { from, to, narrowest } = rangeOf(densities);
  const ends = [from, ...breaks, to];
  return ends.slice(1).flatMap((end, i) => {
    const panels = Math.ceil((end - ends[i]!) / (panelWidth * narrowest));
    return lineNodes(ends[i]!, end, Math.min(mostPanels, panels));
  });
}

/** Where p and q are equal, ascending. Two crossings closer than a tenth of the narrowest component may be missed. */
export function crossings(p: LineDensity, q: LineDensity): readonly number[] {
  const { from, to, narrowest } = rangeOf([p, q]);
  const ratio = (x: number): number => logDensity(p, x) - logDensity(q, x);
  const count = Math.min(mostPanels, Math.ceil((to - from) / (narrowest / 10)));
  const found: number[] = [];
  let before = { x: from, positive: ratio(from) > 0 };
  for (let i = 1; i <= count; i++) {
    const x = from + ((to - from) * i) / count;
    const positive = ratio(x) > 0;
    if (positive !== before.positive) found.push(bisect((y) => ratio(y) > 0 !== positive, before.x, x));
    before = { x, positive };
  }
  return found;
}

/** Where a condition that holds at `a` and not at `b` ends. */
function bisect(holds: (x: number) => boolean, a: number, b: number): number {
  // Halved so often, an interval of any width is as narrow as f64 can say.
  for (let i = 0; i < 60; i++) {
    const middle = (a + b) / 2;
    if (holds(middle)) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

function rangeOf(densities: readonly LineDensity[]): { from: number; to: number; narrowest: number } {
  const components = densities.flatMap((density) => density.components);
  return {
    from: Math.min(...components.map(({ mean, std }) => mean - reach * std)),
    to: Math.max(...components.map(({ mean, std }) => mean + reach * std)),
    narrowest: Math.min(...components.map(({ std }) => std)),
  };
}
