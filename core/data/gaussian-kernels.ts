import { exp, ln } from '../random/elementary.ts';
import { normalCdf } from '../random/normal-cdf.ts';
import type { SquareGrid } from './dataset.ts';

/** A mixture of round Gaussians of one spread in the plane. */
export interface GaussianKernels {
  /** `[k, 2]` row-major. */
  readonly centres: Float64Array;
  /** `[k]`, positive, of sum 1. */
  readonly weights: Float64Array;
  readonly std: number;
}

/** Terms this far below the largest, in nats, are under half an ulp of a sum of thousands of them. */
const negligible = 50;

/** ln sum_k w_k N(x; c_k, std^2 I) at points `[n, 2]`, safe far from every centre: the largest term is taken out first. */
function logDensityOf({ centres, weights, std }: GaussianKernels, points: Float32Array): Float64Array {
  const out = new Float64Array(points.length / 2);
  const scale = 1 / (2 * std * std);
  const constant = ln(2 * 3.141592653589793 * std * std);
  const exponents = new Float64Array(weights.length);
  for (let i = 0; i < out.length; i++) {
    const x = points[2 * i]!;
    const y = points[2 * i + 1]!;
    let nearest = Infinity;
    for (let k = 0; k < weights.length; k++) {
      const dx = x - centres[2 * k]!;
      const dy = y - centres[2 * k + 1]!;
      const exponent = (dx * dx + dy * dy) * scale;
      exponents[k] = exponent;
      if (exponent < nearest) nearest = exponent;
    }
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      const below = exponents[k]! - nearest;
      if (below < negligible) sum += weights[k]! * exp(-below);
    }
    out[i] = ln(sum) - nearest - constant;
  }
  return out;
}

/** Standard deviations from a centre beyond which its Gaussian has less than 1e-32 of its mass. */
const reach = 12;

/** Probability that a standard normal draw lies between two numbers; in the upper tail by the lower one's digits. */
const between = (low: number, high: number): number =>
  low > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low);

/** Probability of each cell of the grid, `[side * side]` row by row from the bottom left: products of differences of Phi. */
export function cellMassesOf({ centres, weights, std }: GaussianKernels, { extent, side }: SquareGrid): Float64Array {
  const masses = new Float64Array(side * side);
  const width = (2 * extent) / side;
  /** First cell that a centre reaches along one axis, and its share of each from there on. */
  const sharesAlong = (centre: number): { first: number; shares: number[] } => {
    const cellOf = (x: number): number => Math.min(side, Math.max(0, Math.floor((x + extent) / width)));
    const first = cellOf(centre - reach * std);
    const last = Math.min(side - 1, cellOf(centre + reach * std));
    const shares: number[] = [];
    const edge = (cell: number): number => (cell * width - extent - centre) / std;
    for (let cell = first; cell <= last; cell++) shares.push(between(edge(cell), edge(cell + 1)));
    return { first, shares };
  };
  for (let k = 0; k < weights.length; k++) {
    const columns = sharesAlong(centres[2 * k]!);
    const rows = sharesAlong(centres[2 * k + 1]!);
    rows.shares.forEach((rowShare, row) => {
      const start = (rows.first + row) * side + columns.first;
      columns.shares.forEach((share, column) => {
        masses[start + column]! += weights[k]! * rowShare * share;
      });
    });
  }
  return masses;
}

/** What a dataset tells of such a density. */
export function densityOf(kernels: GaussianKernels) {
  return {
    logDensity: (points: Float32Array) => logDensityOf(kernels, points),
    cellMasses: (grid: SquareGrid) => cellMassesOf(kernels, grid),
  };
}
