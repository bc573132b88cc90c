import { cosPi, sinPi } from '../random/elementary.ts';
import { number } from '../spec/fields.ts';
import { noisyCurves } from './noisy-curves.ts';
import type { Arm } from './noisy-curves.ts';
import type { DatasetSource } from './source.ts';

const fields = {
  noise: number({
    label: 'Noise',
    help: 'Standard deviation of the Gaussian noise around the two half circles, which have radius 1.',
    default: 0.05,
    min: 0.01,
    max: 1,
    scale: 'log',
  }),
};

/** Centre of the two half circles, moved to 0. */
const middle = [0.5, 0.25] as const;
const pi = 3.141592653589793;

/**
 * Two interleaved half circles, (cos t, sin t) and (1 - cos t, 1/2 - sin t) with t uniform on [0, pi], moved to be
 * centred at 0, with Gaussian noise. Label: the half circle.
 * Source: scikit-learn's `make_moons`; there t is evenly spaced and the centre is (1/2, 1/4).
 */
export const moons: DatasetSource<typeof fields> = {
  card: {
    id: 'moons',
    title: 'Two moons',
    summary: 'Two interleaved half circles: two connected sets that no straight line parts.',
    fields,
    shape: [2],
    classes: 2,
    bytes: 0,
    licence: 'Made by the app',
    source: 'scikit-learn make_moons',
  },
  load({ noise }) {
    // The parameter is in half turns, so that sine and cosine need no reduction by pi.
    const arm = (sign: 1 | -1): Arm => ({
      from: 0,
      to: 1,
      speed: pi,
      at(turns, points) {
        for (let i = 0; i < turns.length; i++) {
          points[2 * i] = sign * (cosPi(turns[i]!) - middle[0]);
          points[2 * i + 1] = sign * (sinPi(turns[i]!) - middle[1]);
        }
      },
    });
    const arms = [arm(1), arm(-1)];
    return noisyCurves({ id: 'moons', arms, std: noise, reach: 1.5 });
  },
};
