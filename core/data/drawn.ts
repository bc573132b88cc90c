import { cosPi, sinPi } from '../random/elementary.ts';
import { normal, uniform } from '../random/stream.ts';
import { number, points } from '../spec/fields.ts';
import { decodePoints, encodePoints, mostPoints } from '../spec/point-list.ts';
import type { Modes } from './dataset.ts';
import { densityOf } from './gaussian-kernels.ts';
import { pointDataset } from './points.ts';
import type { Sampler } from './points.ts';
import type { DatasetSource } from './source.ts';

/** Standard deviations beyond a point that a plot shows. */
const margin = 5;
/** Points that may count as modes: a drawn line is no list of modes. */
const mostModes = 64;

/** A heart of 48 points, about 3 wide. */
function heart(): Float64Array {
  const out = new Float64Array(96);
  for (let i = 0; i < 48; i++) {
    const turn = i / 24;
    out[2 * i] = 1.5 * sinPi(turn) ** 3;
    out[2 * i + 1] = (13 * cosPi(turn) - 5 * cosPi(2 * turn) - 2 * cosPi(3 * turn) - cosPi(4 * turn)) / (32 / 3) + 0.25;
  }
  return out;
}

const fields = {
  points: points({
    label: 'Points',
    help: 'Where the data lies: draw it, or read it from a CSV file. Each point is the centre of a Gaussian, all equally likely.',
    default: encodePoints(heart()),
    most: mostPoints,
  }),
  spread: number({
    label: 'Spread',
    help: 'Standard deviation of the Gaussian at each point. Smaller is harder to fit.',
    default: 0.08,
    min: 0.005,
    max: 1,
    scale: 'log',
  }),
};

/** The points as modes, where they are few and so far apart that none of the Gaussians overlap within 3 deviations. */
function modesOf(centres: Float64Array, std: number): Modes | undefined {
  const count = centres.length / 2;
  if (count > mostModes) return undefined;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < i; k++) {
      const dx = centres[2 * i]! - centres[2 * k]!;
      const dy = centres[2 * i + 1]! - centres[2 * k + 1]!;
      if (dx * dx + dy * dy < (6 * std) ** 2) return undefined;
    }
  }
  return { centres, std };
}

/** Data that a person drew, or read from a file: an equal-weight mixture of round Gaussians at the points. */
export const drawn: DatasetSource<typeof fields> = {
  card: {
    id: 'drawn',
    title: 'Drawn points',
    summary: 'Your own distribution: draw it with the mouse or a finger, or read points from a CSV file.',
    fields,
    shape: [2],
    classes: 0,
    bytes: 0,
    licence: 'Yours',
    source: 'Drawn or read from a file',
  },
  load({ points: text, spread: std }) {
    const centres = decodePoints(text, mostPoints);
    const count = centres.length / 2;
    let chosen = new Float32Array();
    const sampler = (stream: string): Sampler => {
      const [mode, noise] = [`${stream}/mode`, `${stream}/noise`];
      return (seed, step, start, { x }) => {
        const size = x.length / 2;
        if (chosen.length !== size) chosen = new Float32Array(size);
        uniform(seed, mode, step, size, start, chosen);
        normal(seed, noise, step, 2 * size, 2 * start, x);
        for (let i = 0; i < size; i++) {
          const k = Math.floor(chosen[i]! * count);
          x[2 * i] = centres[2 * k]! + std * x[2 * i]!;
          x[2 * i + 1] = centres[2 * k + 1]! + std * x[2 * i + 1]!;
        }
      };
    };
    const modes = modesOf(centres, std);
    return pointDataset({
      id: 'drawn',
      classes: 0,
      ...(modes && { modes }),
      extent: centres.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) * 1.05 + margin * std,
      sampler,
      ...densityOf({ centres, weights: new Float64Array(count).fill(1 / count), std }),
    });
  },
};
