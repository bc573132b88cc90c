import type { Dataset } from '../../core/data/dataset.ts';
import { categorical, normal } from '../../core/random/stream.ts';
import type { LineDensity } from '../../core/theory/line-density.ts';

/** Seed of the fixed order of examples. */
const examplesSeed = 0;

/** Draws from a mixture of Gaussians on a line, examples of shape `[1]`. */
export function lineDataset({ components }: LineDensity): Dataset {
  const weights = components.map(({ weight }) => weight);
  const draw = (seed: number, stream: string, step: number, start: number, count: number) => {
    const chosen = categorical(seed, `${stream}/component`, step, count, weights, start);
    const x = normal(seed, `${stream}/noise`, step, count, start);
    for (let i = 0; i < count; i++) {
      const { mean, std } = components[chosen[i]!]!;
      x[i] = mean + std * x[i]!;
    }
    return { x, labels: new Int32Array() };
  };
  return {
    id: 'line',
    shape: [1],
    classes: 0,
    count: () => Infinity,
    batch: (seed, index, size) => draw(seed, 'data', index, 0, size),
    examples: (split, start, count) => draw(examplesSeed, `examples/${split}`, 0, start, count),
  };
}
