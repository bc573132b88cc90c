import { number } from '../../spec/fields.ts';
import type { Geometric } from './augmentation.ts';

const fields = {
  probability: number({
    label: 'Probability',
    help: 'The share of examples that are turned upside down in a mirror.',
    default: 0.5,
    min: 0,
    max: 1,
  }),
};

/** Mirrors top and bottom. */
export const verticalFlip: Geometric<typeof fields> = {
  card: {
    id: 'vertical-flip',
    label: 'Vertical flip',
    help: 'Mirrors examples top to bottom, by chance: for images without an up and a down.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    turns: { field: 'probability', above: 0 },
    source: 'Karras et al., Training generative adversarial networks with limited data, arXiv:2006.06676',
  },
  drawsEach: 1,
  place(map, { probability }, draws, at) {
    if (draws[at]! < probability) map[3] = -1;
  },
};
