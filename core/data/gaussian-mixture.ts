import { categorical, normal } from '../random/stream.ts';
import type { Dataset, Modes } from './dataset.ts';
import { densityOf } from './gaussian-kernels.ts';
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
    ...densityOf({ centres, weights: weights.map(() => 1 / count), std }),
  });
}
