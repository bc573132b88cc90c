import { normalQuantile } from '../../random/normal-cdf.ts';
import { fillPhilox } from '../../random/philox.ts';
import { hashName } from '../../random/stream.ts';
import { number } from '../../spec/fields.ts';
import type { Pointwise } from './augmentation.ts';
import { clamp, sizeOf, streamOf } from './augmentation.ts';

const fields = {
  sigma: number({
    label: 'Standard deviation',
    help: 'Of the noise: as a share of the way from black to white, or in the units of the plane. 0 changes nothing.',
    default: 0.05,
    min: 0,
    max: 1,
  }),
};

const name = hashName(streamOf('gaussian-noise'));

/** Numbers in the table, a power of two. */
const levels = 4096;
let table: Float32Array | undefined;

/**
 * Quantiles of the standard normal distribution at the middles of as many equal shares, scaled to the variance 1: a draw
 * of one costs a fifth of one by Box and Muller, and nobody sees that none is beyond 3.7 deviations.
 */
function quantiles(): Float32Array {
  if (table) return table;
  table = new Float32Array(levels);
  let squares = 0;
  for (let k = 0; k < levels / 2; k++) {
    const quantile = normalQuantile((k + 0.5) / levels);
    table[k] = quantile;
    squares += 2 * quantile * quantile;
  }
  const scale = 1 / Math.sqrt(squares / levels);
  for (let k = 0; k < levels / 2; k++) {
    table[k] = table[k]! * scale;
    table[levels - 1 - k] = -table[k]!;
  }
  return table;
}

/** Adds independent normal numbers to all values: pixels stay in [0, 1], points are jittered. */
export const gaussianNoise: Pointwise<typeof fields> = {
  card: {
    id: 'gaussian-noise',
    label: 'Gaussian noise',
    help: 'Adds noise to every pixel, or jitters every point. What is learnt is then blurred by as much.',
    fields,
    dataRanks: [1, 3, 4],
    pairs: false,
    source: 'Bishop, Training with noise is equivalent to Tikhonov regularization, Neural Computation 7, 1995',
  },
  create({ sigma }, shape) {
    const each = sizeOf(shape);
    const isImage = shape.length > 1;
    let words = new Uint32Array();
    return (x, count, seed, index) => {
      if (sigma === 0) return;
      const size = count * each;
      // Two numbers of a word.
      const wanted = 4 * Math.ceil(size / 8);
      if (words.length !== wanted) words = new Uint32Array(wanted);
      fillPhilox(words, seed, name, 0, 0, index % 4294967296, Math.floor(index / 4294967296));
      const normal = quantiles();
      for (let i = 0; i < size; i++) {
        const half = words[i >> 1]! >>> ((i & 1) << 4);
        const value = x[i]! + sigma * normal[half & (levels - 1)]!;
        x[i] = isImage ? clamp(value) : value;
      }
    };
  },
};
