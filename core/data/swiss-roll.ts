import { cosPi, sinPi } from '../random/elementary.ts';
import { number } from '../spec/fields.ts';
import { noisyCurves } from './noisy-curves.ts';
import type { Arm } from './noisy-curves.ts';
import type { DatasetSource } from './source.ts';

/** What the source divides the points by. */
const scale = 7.5;
const pi = 3.141592653589793;
/** The spiral's angle runs from 1.5 to 4.5 half turns. */
const from = 1.5;
const to = 4.5;

const fields = {
  noise: number({
    label: 'Noise',
    help: 'Standard deviation of the Gaussian noise around the spiral, before all points are divided by 7.5.',
    default: 0.25,
    min: 0.05,
    max: 3,
    scale: 'log',
  }),
};

/**
 * The spiral (t cos t, t sin t) / 7.5, t uniform on [1.5 pi, 4.5 pi], with Gaussian noise: dimensions 0 and 2 of
 * scikit-learn's `make_swiss_roll`.
 * Source: Marsland, "Machine Learning: an Algorithmic Perspective", 2009; scaled as in arXiv:1704.00028, gan_toy.py.
 */
export const swissRoll: DatasetSource<typeof fields> = {
  card: {
    id: 'swiss-roll',
    title: 'Swiss roll',
    summary: 'A noisy spiral: one connected, curved set, thinner in density towards its outer end.',
    fields,
    shape: [2],
    classes: 0,
    bytes: 0,
    licence: 'Made by the app',
    source: 'scikit-learn make_swiss_roll; scaled as in arXiv:1704.00028',
  },
  load({ noise }) {
    // The parameter is in half turns, so that sine and cosine need no reduction by pi.
    const at: Arm['at'] = (turns, points) => {
      for (let i = 0; i < turns.length; i++) {
        const radius = (pi * turns[i]!) / scale;
        points[2 * i] = radius * cosPi(turns[i]!);
        points[2 * i + 1] = radius * sinPi(turns[i]!);
      }
    };
    const outer = (pi * to) / scale;
    const speed = pi * outer + pi / scale;
    return noisyCurves({ id: 'swiss-roll', arms: [{ from, to, at, speed }], std: noise / scale, reach: outer });
  },
};
