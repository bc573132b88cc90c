import { number } from '../../spec/fields.ts';
import type { Pointwise } from './augmentation.ts';
import { clamp, sizeOf, spread, uniformDraws } from './augmentation.ts';

const fields = {
  amount: number({
    label: 'Largest change',
    help: 'Differences from an example’s mean grow or shrink by up to this share of themselves. 0 changes none.',
    default: 0.2,
    min: 0,
    max: 1,
  }),
};

/** Multiplies an example’s differences from its own mean by 1 plus a uniform number. */
export const contrast: Pointwise<typeof fields> = {
  card: {
    id: 'contrast',
    label: 'Contrast',
    help: 'Makes whole examples starker or paler about their own mean. Black and white are the limits.',
    fields,
    dataRanks: [3, 4],
    pairs: false,
    source:
      'Howard, Some improvements on deep convolutional neural network based image classification, arXiv:1312.5402',
  },
  create({ amount }, shape) {
    const each = sizeOf(shape);
    const draw = uniformDraws('contrast', 1);
    return (x, count, seed, index) => {
      const draws = draw(seed, index, count);
      for (let i = 0; i < count; i++) {
        const change = spread(draws[i]!, amount);
        if (change === 0) continue;
        const start = i * each;
        const end = start + each;
        let sum = 0;
        for (let j = start; j < end; j++) sum += x[j]!;
        const mean = sum / each;
        for (let j = start; j < end; j++) x[j] = clamp(x[j]! + change * (x[j]! - mean));
      }
    };
  },
};
