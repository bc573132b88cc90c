import { integer } from '../../spec/fields.ts';
import type { Geometric } from './augmentation.ts';

const fields = {
  pixels: integer({
    label: 'Largest shift (pixels)',
    help: 'Examples move by up to this many whole pixels across and as many down. 0 moves none.',
    default: 2,
    min: 0,
    max: 64,
  }),
};

/** A whole number from -most to most, each as likely. */
const shift = (draw: number, most: number): number => Math.floor(draw * (2 * most + 1)) - most;

/** Shifts by whole pixels, so that none of them is blurred. */
export const translation: Geometric<typeof fields> = {
  card: {
    id: 'translation',
    label: 'Translation',
    help: 'Shifts examples by whole pixels. What leaves is lost, and what comes in from outside is black.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    source: 'Krizhevsky et al., ImageNet classification with deep convolutional neural networks, 2012',
  },
  drawsEach: 2,
  place(map, { pixels }, draws, at) {
    map[4] = shift(draws[at]!, pixels);
    map[5] = shift(draws[at + 1]!, pixels);
  },
};
