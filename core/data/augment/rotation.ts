import { cosPi, sinPi } from '../../random/elementary.ts';
import { number } from '../../spec/fields.ts';
import type { Geometric } from './augmentation.ts';
import { spread } from './augmentation.ts';

const fields = {
  degrees: number({
    label: 'Largest angle (degrees)',
    help: 'Examples are turned by up to this angle either way. 180 gives every direction, 0 turns none.',
    default: 10,
    min: 0,
    max: 180,
  }),
};

/** Turns about the centre by a uniform angle. */
export const rotation: Geometric<typeof fields> = {
  card: {
    id: 'rotation',
    label: 'Rotation',
    help: 'Turns examples about their centre, with pixels interpolated linearly. What comes in from outside is black.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    turns: { field: 'degrees', above: 45 },
    source: 'Simard et al., Best practices for convolutional neural networks applied to visual document analysis, 2003',
  },
  drawsEach: 1,
  place(map, { degrees }, draws, at) {
    const turn = spread(draws[at]!, degrees) / 180;
    map[0] = map[3] = cosPi(turn);
    map[2] = sinPi(turn);
    map[1] = -map[2];
  },
};
