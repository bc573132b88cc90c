import type { Dataset, Split } from './dataset.ts';
import { streamsOf, uniformsOfAll } from './example-draws.ts';
import { finiteDataset } from './finite.ts';
import { unit } from './images.ts';
import type { ImageSet } from './images.ts';
import { familyBytes, readFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const fields = {};

const frames = 20;
const side = 28;
const streams = streamsOf('moving-digits');

/** The first shift of each sequence, 0 to 27 pixels to the right, and its direction: 0 left, 1 right. */
function motionsOf(split: Split, { labels }: ImageSet): { starts: Uint8Array; directions: Uint8Array } {
  const draws = uniformsOfAll(streams[split], labels.length, 2);
  return {
    starts: labels.map((_, i) => draws[2 * i]! * side),
    directions: labels.map((_, i) => draws[2 * i + 1]! * 2),
  };
}

/** One sequence for each digit of a split. */
function sequences(sets: Readonly<Record<Split, ImageSet>>): Dataset {
  const motions = { train: motionsOf('train', sets.train), test: motionsOf('test', sets.test) };
  return finiteDataset({
    id: 'moving-digits',
    shape: [frames, side, side, 1],
    classes: 2,
    counts: { train: sets.train.labels.length, test: sets.test.labels.length },
    labelOf: (split, index) => motions[split].directions[index]!,
    draw(split, index, x, at) {
      const { pixels } = sets[split];
      const start = motions[split].starts[index]!;
      const direction = motions[split].directions[index]!;
      const from = index * side * side;
      let to = at * frames * side * side;
      for (let frame = 0; frame < frames; frame++) {
        // The digit as it is stands `shift` pixels to the right; what leaves one side comes in at the other.
        const shift = (start + (direction === 1 ? frame : side * frames - frame)) % side;
        for (let row = from; row < from + side * side; row += side, to += side) {
          for (let column = 0; column < shift; column++) x[to + column] = unit[pixels[row + column - shift + side]!]!;
          for (let column = shift; column < side; column++) x[to + column] = unit[pixels[row + column - shift]!]!;
        }
      }
    },
  });
}

/** A digit that moves one pixel a frame to the left or the right, after Gregor et al. 2018, section 5.2. */
export const movingDigits: DatasetSource<typeof fields> = {
  card: {
    id: 'moving-digits',
    title: 'Moving digits',
    summary:
      'Sequences of 20 frames in which a digit moves steadily to the left or the right and comes in again at the other side.',
    fields,
    shape: [frames, side, side, 1],
    classes: 2,
    classNames: ['to the left', 'to the right'],
    turned: 'Mirrored, a digit that moves to the left moves to the right, and the label stays.',
    bytes: familyBytes('mnist'),
    licence: 'CC BY-SA 3.0 (LeCun, Cortes)',
    source: 'Gregor et al., Temporal difference variational auto-encoder, arXiv:1806.03107',
  },
  load: async (_, read) => sequences(await readFamily('mnist', read)),
};
