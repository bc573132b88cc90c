import { number } from '../../spec/fields.ts';
import type { Pointwise } from './augmentation.ts';
import { clamp, sizeOf, spread, uniformDraws } from './augmentation.ts';

const fields = {
  amount: number({
    label: 'Largest change',
    help: 'Examples become brighter or darker by up to this share of the way from black to white. 0 changes none.',
    default: 0.1,
    min: 0,
    max: 1,
  }),
};

/** Adds one uniform number to all pixels of an example. */
export const brightness: Pointwise<typeof fields> = {
  card: {
    id: 'brightness',
    label: 'Brightness',
    help: 'Makes whole examples brighter or darker. Black and white are the limits.',
    fields,
    dataRanks: [3, 4],
    pairs: false,
    source:
      'Howard, Some improvements on deep convolutional neural network based image classification, arXiv:1312.5402',
  },
  create({ amount }, shape) {
    const each = sizeOf(shape);
    const draw = uniformDraws('brightness', 1);
    return (x, count, seed, index) => {
      const draws = draw(seed, index, count);
      for (let i = 0; i < count; i++) {
        const change = spread(draws[i]!, amount);
        if (change === 0) continue;
        for (let j = i * each; j < (i + 1) * each; j++) x[j] = clamp(x[j]! + change);
      }
    };
  },
};
