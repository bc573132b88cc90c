import { integer } from '../../spec/fields.ts';
import type { Pointwise } from './augmentation.ts';
import { sizeOf, uniformDraws } from './augmentation.ts';

const fields = {
  side: integer({
    label: 'Side (pixels)',
    help: 'Side of the square that is blackened. 0 blackens nothing.',
    default: 8,
    min: 0,
    max: 128,
  }),
};

/** Blackens a square whose centre is any pixel, as likely as any other: part of it may lie outside. */
export const cutout: Pointwise<typeof fields> = {
  card: {
    id: 'cutout',
    label: 'Cutout',
    help: 'Blackens a square somewhere in each example.',
    fields,
    dataRanks: [3, 4],
    pairs: true,
    source:
      'DeVries and Taylor, Improved regularization of convolutional neural networks with cutout, arXiv:1708.04552',
  },
  create({ side }, shape) {
    const [height = 1, width = 1, channels = 1] = shape.slice(-3);
    const each = sizeOf(shape);
    const area = height * width * channels;
    const draw = uniformDraws('cutout', 2);
    return (x, count, seed, index) => {
      if (side === 0) return;
      const draws = draw(seed, index, count);
      for (let i = 0; i < count; i++) {
        const top = Math.floor(draws[2 * i]! * height) - (side >> 1);
        const left = Math.floor(draws[2 * i + 1]! * width) - (side >> 1);
        const start = Math.max(0, left) * channels;
        const end = Math.min(width, left + side) * channels;
        for (let frame = i * each; frame < (i + 1) * each; frame += area) {
          for (let row = Math.max(0, top); row < Math.min(height, top + side); row++) {
            const at = frame + row * width * channels;
            x.fill(0, at + start, at + end);
          }
        }
      }
    };
  },
};
