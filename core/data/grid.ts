import { integer, number } from '../spec/fields.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import type { DatasetSource } from './source.ts';

/** What the source divides the points by. */
const scale = 2.828;

const fields = {
  side: integer({
    label: 'Modes a side',
    help: 'The grid has this number of Gaussians in each direction: 5 makes 25 modes.',
    default: 5,
    min: 1,
    max: 10,
  }),
  spacing: number({
    label: 'Spacing',
    help: 'Distance between neighbours, before all points are divided by 2.828.',
    default: 2,
    min: 0.01,
    max: 10,
  }),
  std: number({
    label: 'Spread',
    help: 'Standard deviation of each Gaussian, before all points are divided by 2.828. Smaller is harder to fit.',
    default: 0.05,
    min: 0.001,
    max: 2,
    scale: 'log',
  }),
};

/**
 * Gaussians on a square grid around 0; mode `side * column + row`, columns by x.
 * Source: Gulrajani et al., "Improved training of Wasserstein GANs", arXiv:1704.00028, the authors' gan_toy.py.
 */
export const grid: DatasetSource<typeof fields> = {
  card: {
    id: 'grid',
    title: 'Grid of Gaussians',
    summary: 'Narrow Gaussians on a square grid: many modes, so dropped ones are easy to see and to count.',
    fields,
    shape: [2],
    classes: 25,
    bytes: 0,
    licence: 'Made by the app',
    source: 'arXiv:1704.00028',
  },
  load({ side, spacing, std }) {
    const centres = new Float64Array(2 * side * side);
    for (let k = 0; k < side * side; k++) {
      const column = Math.floor(k / side);
      centres[2 * k] = (spacing * (column - (side - 1) / 2)) / scale;
      centres[2 * k + 1] = (spacing * ((k % side) - (side - 1) / 2)) / scale;
    }
    return gaussianMixture('grid', { centres, std: std / scale });
  },
};
