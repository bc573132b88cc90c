import type { Dataset, Split } from './dataset.ts';
import { streamsOf, uniformsOfAll } from './example-draws.ts';
import { finiteDataset } from './finite.ts';
import { unit } from './images.ts';
import type { ImageSet } from './images.ts';
import { familyBytes, readFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const fields = {};

const channels = 3;
const pixels = 28 * 28;
const counts = { train: 128_000, test: 26_000 };

const streams = streamsOf('stacked-mnist');

/** The image of each digit of each example, `[count, 3]`. */
function triplesOf(split: Split, { labels }: ImageSet): Uint16Array {
  return Uint16Array.from(uniformsOfAll(streams[split], counts[split], channels), (u) => u * labels.length);
}

/** Stacks random digits of a split as the channels of one image. */
function stackedDigits(sets: Readonly<Record<Split, ImageSet>>): Dataset {
  const triples = { train: triplesOf('train', sets.train), test: triplesOf('test', sets.test) };
  return finiteDataset({
    id: 'stacked-mnist',
    shape: [28, 28, channels],
    classes: 1000,
    digits: channels,
    counts,
    labelOf(split, index) {
      const digits = triples[split].subarray(channels * index, channels * (index + 1));
      return digits.reduce((label, digit) => 10 * label + sets[split].labels[digit]!, 0);
    },
    draw(split, index, x, at) {
      for (let channel = 0; channel < channels; channel++) {
        const digit = triples[split][channels * index + channel]!;
        const from = digit * pixels;
        const to = at * pixels * channels + channel;
        for (let j = 0; j < pixels; j++) x[to + channels * j] = unit[sets[split].pixels[from + j]!]!;
      }
    },
  });
}

/**
 * Three MNIST digits as the channels of one image: a thousand modes that a classifier can count. Training triples are
 * of training digits, 128,000 as in Lin et al. 2018 (arXiv:1712.04086); 26,000 of test digits are held out.
 */
export const stackedMnist: DatasetSource<typeof fields> = {
  card: {
    id: 'stacked-mnist',
    title: 'Stacked MNIST',
    summary:
      'Three random digits as the red, green and blue of one image: a thousand modes, to count which are left out.',
    fields,
    shape: [28, 28, channels],
    classes: 1000,
    turned: 'Mirrored or turned far, digits are other signs or none, and the label stays.',
    bytes: familyBytes('mnist'),
    licence: 'CC BY-SA 3.0 (LeCun, Cortes)',
    source: 'Metz et al., Unrolled generative adversarial networks, arXiv:1611.02163',
  },
  load: async (_, read) => stackedDigits(await readFamily('mnist', read)),
};
