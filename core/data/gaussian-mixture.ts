import { exp, ln } from '../random/elementary.ts';
import { categorical, normal } from '../random/stream.ts';
import type { Dataset, Modes } from './dataset.ts';
import { pointDataset } from './points.ts';
import type { Sampler } from './points.ts';

/** Standard deviations beyond a mode that a plot shows. */
const margin = 6;

/** An equal-weight mixture of round Gaussians in the plane, labelled by mode, with its exact density. */
export function gaussianMixture(id: string, modes: Modes): Dataset {
  const { centres, std } = modes;
  const count = centres.length / 2;
  const weights = new Float64Array(count).fill(1);
  const sampler = (stream: string): Sampler => {
    const [mode, noise] = [`${stream}/mode`, `${stream}/noise`];
    return (seed, step, start, { x, labels }) => {
      const size = labels.length;
      categorical(seed, mode, step, size, weights, start, labels);
      normal(seed, noise, step, 2 * size, 2 * start, x);
      for (let i = 0; i < size; i++) {
        const label = labels[i]!;
        x[2 * i] = centres[2 * label]! + std * x[2 * i]!;
        x[2 * i + 1] = centres[2 * label + 1]! + std * x[2 * i + 1]!;
      }
    };
  };
  return pointDataset({
    id,
    classes: count,
    modes,
    extent: centres.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) * 1.15 + margin * std,
    sampler,
    logDensity: (points) =>
      gaussianKernelLogDensity(
        points,
        centres,
        weights.map(() => 1 / count),
        std,
      ),
  });
}

/** Terms this far below the largest, in nats, are under half an ulp of a sum of thousands of them. */
const negligible = 50;

/**
 * ln sum_k w_k N(x; c_k, std^2 I) at points `[n, 2]`, safe far from every centre: the largest term is taken out first.
 *
 * @param centres `[k, 2]`. @param weights positive.
 */
export function gaussianKernelLogDensity(
  points: Float32Array,
  centres: Float64Array,
  weights: Float64Array,
  std: number,
): Float64Array {
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
