import { categorical, normal, uniform } from '../random/stream.ts';
import type { Dataset } from './dataset.ts';
import { densityOf } from './gaussian-kernels.ts';
import { pointDataset } from './points.ts';
import type { Sampler } from './points.ts';

/** A curve in the plane with a parameter uniform on [from, to]. */
export interface Arm {
  readonly from: number;
  readonly to: number;
  /** Puts the points at the parameters `t`, `[n]`, into `points`, `[n, 2]`: into an array, so that none need be made. */
  readonly at: (t: Float64Array, points: Float64Array) => void;
  /** An upper bound of |d at / dt|. */
  readonly speed: number;
}

export interface NoisyCurves {
  readonly id: string;
  /** Chosen with equal chance; the label is the arm's index where there are several. */
  readonly arms: readonly Arm[];
  /** Standard deviation of the round Gaussian noise. */
  readonly std: number;
  /** Half-width of the square around 0 that holds the curves without noise. */
  readonly reach: number;
}

/** Standard deviations beyond the curves that a plot shows. */
const margin = 5;

/** Points on curves with Gaussian noise, with the density as an integral along the curves. */
export function noisyCurves({ id, arms, std, reach }: NoisyCurves): Dataset {
  const weights = new Float64Array(arms.length).fill(1);
  const labelled = arms.length > 1;
  const t = new Float64Array(1);
  const point = new Float64Array(2);
  let positions = new Float32Array();
  const sampler = (stream: string): Sampler => {
    const [mode, position, noise] = [`${stream}/mode`, `${stream}/position`, `${stream}/noise`];
    return (seed, step, start, { x, labels }) => {
      const size = x.length / 2;
      if (positions.length !== size) positions = new Float32Array(size);
      if (labelled) categorical(seed, mode, step, size, weights, start, labels);
      uniform(seed, position, step, size, start, positions);
      normal(seed, noise, step, 2 * size, 2 * start, x);
      for (let i = 0; i < size; i++) {
        const arm = arms[labelled ? labels[i]! : 0]!;
        t[0] = arm.from + (arm.to - arm.from) * positions[i]!;
        arm.at(t, point);
        x[2 * i] = point[0]! + std * x[2 * i]!;
        x[2 * i + 1] = point[1]! + std * x[2 * i + 1]!;
      }
    };
  };
  const nodes = curveNodes(arms, std);
  return pointDataset({
    id,
    classes: labelled ? arms.length : 0,
    extent: reach + margin * std,
    sampler,
    ...densityOf({ ...nodes, std }),
  });
}

/** Positive nodes and their weights of 8-point Gauss-Legendre quadrature on [-1, 1] (Abramowitz and Stegun, 25.4.30). */
const legendre = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const;

/**
 * The density of the curves under noise is the mean over arms of the integral over t of N(x; at(t), std^2 I) / (to - from):
 * by composite Gauss-Legendre it is a mixture of Gaussians at the nodes. Panels are at most one standard deviation
 * long on the curve; the integrand is then smooth enough for about 12 digits.
 */
function curveNodes(arms: readonly Arm[], std: number): { centres: Float64Array; weights: Float64Array } {
  const centres: number[] = [];
  const weights: number[] = [];
  for (const { from, to, at, speed } of arms) {
    const panels = Math.ceil(((to - from) * speed) / std);
    const half = (to - from) / panels / 2;
    const points = new Float64Array(4 * legendre.length);
    for (let panel = 0; panel < panels; panel++) {
      const middle = from + (2 * panel + 1) * half;
      const t = legendre.flatMap(([node]) => [middle - half * node, middle + half * node]);
      at(Float64Array.from(t), points);
      centres.push(...points);
      for (const [, weight] of legendre) {
        const share = weight / (2 * panels * arms.length);
        weights.push(share, share);
      }
    }
  }
  return { centres: Float64Array.from(centres), weights: Float64Array.from(weights) };
}
