import { number } from '../../spec/fields.ts';
import type { Geometric } from './augmentation.ts';

const fields = {
  probability: number({
    label: 'Probability',
    help: 'The share of examples that are mirrored.',
    default: 0.5,
    min: 0,
    max: 1,
  }),
};

/** Mirrors left and right. */
export const horizontalFlip: Geometric<typeof fields> = {
  card: {
    id: 'horizontal-flip',
    label: 'Horizontal flip',
    help: 'Mirrors examples left to right, by chance.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    turns: { field: 'probability', above: 0 },
    source: 'Krizhevsky et al., ImageNet classification with deep convolutional neural networks, 2012',
  },
  drawsEach: 1,
  place(map, { probability }, draws, at) {
    if (draws[at]! < probability) map[0] = -1;
  },
};
