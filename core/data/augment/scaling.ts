import { exp, ln } from '../../random/elementary.ts';
import { number } from '../../spec/fields.ts';
import type { Geometric } from './augmentation.ts';
import { spread } from './augmentation.ts';

const fields = {
  factor: number({
    label: 'Largest factor',
    help: 'Examples become up to this many times as large, or as small: 1.2 gives sizes from 83% to 120%. 1 changes none.',
    default: 1.2,
    min: 1,
    max: 4,
  }),
};

/** Enlarges or shrinks about the centre, by a factor whose logarithm is uniform. */
export const scaling: Geometric<typeof fields> = {
  card: {
    id: 'scaling',
    label: 'Scaling',
    help: 'Makes examples larger or smaller about their centre, both as often. What comes in from outside is black.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    source: 'Simard et al., Best practices for convolutional neural networks applied to visual document analysis, 2003',
  },
  drawsEach: 1,
  place(map, { factor }, draws, at) {
    map[0] = map[3] = exp(spread(draws[at]!, ln(factor)));
  },
};
