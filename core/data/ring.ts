import { cosPi, sinPi } from '../random/elementary.ts';
import { integer, number } from '../spec/fields.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import type { DatasetSource } from './source.ts';

/** What the source divides the points by: 1.414, not the square root of 2. */
const scale = 1.414;

const fields = {
  modes: integer({
    label: 'Modes',
    help: 'How many Gaussians lie evenly on the circle. More are harder to cover.',
    default: 8,
    min: 1,
    max: 64,
  }),
  radius: number({
    label: 'Radius',
    help: 'Radius of the circle, before all points are divided by 1.414.',
    default: 2,
    min: 0,
    max: 10,
  }),
  std: number({
    label: 'Spread',
    help: 'Standard deviation of each Gaussian, before all points are divided by 1.414. Smaller is harder to fit.',
    default: 0.02,
    min: 0.001,
    max: 2,
    scale: 'log',
  }),
};

/**
 * Gaussians on a circle, mode k at the angle 2 pi k / modes.
 * Source: Gulrajani et al., "Improved training of Wasserstein GANs", arXiv:1704.00028, the authors' gan_toy.py.
 */
export const ring: DatasetSource<typeof fields> = {
  card: {
    id: 'ring',
    title: 'Ring of Gaussians',
    summary: 'Narrow Gaussians evenly on a circle: the usual first test of whether a generator covers every mode.',
    fields,
    shape: [2],
    classes: 8,
    bytes: 0,
    licence: 'Made by the app',
    source: 'arXiv:1704.00028',
  },
  load({ modes, radius, std }) {
    const centres = new Float64Array(2 * modes);
    for (let k = 0; k < modes; k++) {
      centres[2 * k] = (radius * cosPi((2 * k) / modes)) / scale;
      centres[2 * k + 1] = (radius * sinPi((2 * k) / modes)) / scale;
    }
    return gaussianMixture('ring', { centres, std: std / scale });
  },
};
