import { number } from '../spec/fields.ts';
import type { ValuesOf } from '../spec/fields.ts';
import type { Dataset, Factors, Split } from './dataset.ts';
import { streamsOf, uniformsOfAll } from './example-draws.ts';
import { checkRange, finiteDataset } from './finite.ts';
import { unit } from './images.ts';
import type { ImageSet } from './images.ts';
import { familyBytes, readFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const shape = [28, 28, 3] as const;
const pixels = 28 * 28;
const classes = 10;
const streams = streamsOf('coloured-mnist');

/** Red, green and blue of each colour; colour d is the own one of digit d. */
const palette = [
  [1, 0.2, 0.2],
  [1, 0.55, 0.1],
  [1, 0.95, 0.2],
  [0.5, 0.9, 0.1],
  [0.1, 0.75, 0.35],
  [0.15, 0.9, 0.9],
  [0.25, 0.5, 1],
  [0.6, 0.3, 1],
  [1, 0.4, 0.9],
  [1, 1, 1],
] as const;

const fields = {
  strength: number({
    label: 'Strength of colour',
    help: 'Share of training digits in their digit’s own colour; the others have any of the ten. 1 makes colour tell the digit, 0 tells nothing.',
    default: 0.9,
    min: 0,
    max: 1,
  }),
  testStrength: number({
    label: 'Strength in the test set',
    help: 'The same share of the held-out digits. Different from that of training, it shows who judged by colour.',
    default: 0,
    min: 0,
    max: 1,
  }),
};

/** Colour of each digit: its own with probability `strength`, else any of the ten. */
function coloursOf(split: Split, { labels }: ImageSet, strength: number): Uint8Array {
  const draws = uniformsOfAll(streams[split], labels.length, 2);
  return labels.map((label, i) => (draws[2 * i]! < strength ? label : Math.floor(draws[2 * i + 1]! * palette.length)));
}

function paint(set: ImageSet, index: number, colour: number, x: Float32Array, at: number): void {
  const [red, green, blue] = palette[colour]!;
  const from = index * pixels;
  for (let j = 0, to = at * pixels * 3; j < pixels; j++, to += 3) {
    const value = unit[set.pixels[from + j]!]!;
    x[to] = red * value;
    x[to + 1] = green * value;
    x[to + 2] = blue * value;
  }
}

function colouredDigits(sets: Readonly<Record<Split, ImageSet>>, values: ValuesOf<typeof fields>): Dataset {
  const colours = {
    train: coloursOf('train', sets.train, values.strength),
    test: coloursOf('test', sets.test, values.testStrength),
  };
  return finiteDataset({
    id: 'coloured-mnist',
    shape,
    classes,
    counts: { train: sets.train.labels.length, test: sets.test.labels.length },
    factors: factorsOf(sets, colours),
    labelOf: (split, index) => sets[split].labels[index]!,
    draw: (split, index, x, at) => paint(sets[split], index, colours[split][index]!, x, at),
  });
}

/** Digit and colour. The handwriting is no factor: row i shows the i-th test image of its digit, round and round. */
function factorsOf(sets: Readonly<Record<Split, ImageSet>>, colours: Readonly<Record<Split, Uint8Array>>): Factors {
  const byDigit = Array.from({ length: classes }, () => [] as number[]);
  sets.test.labels.forEach((label, i) => byDigit[label]!.push(i));
  return {
    names: ['digit', 'colour'],
    sizes: [classes, palette.length],
    render(values) {
      const count = values.length / 2;
      const x = new Float32Array(count * pixels * 3);
      for (let i = 0; i < count; i++) {
        const [digit, colour] = [values[2 * i]!, values[2 * i + 1]!];
        const images = byDigit[digit];
        if (!images || !palette[colour])
          throw new RangeError(`coloured-mnist has no digit ${digit} in colour ${colour}`);
        paint(sets.test, images[i % images.length]!, colour, x, i);
      }
      return x;
    },
    of(split, start, count) {
      const { labels } = sets[split];
      checkRange('coloured-mnist', split, labels.length, start, count);
      return Int32Array.from({ length: 2 * count }, (_, k) => {
        const i = start + (k >> 1);
        return k % 2 === 0 ? labels[i]! : colours[split][i]!;
      });
    },
  };
}

/** MNIST digits in a colour that goes with the digit, more or less: a shortcut for whoever learns from them. */
export const colouredMnist: DatasetSource<typeof fields> = {
  card: {
    id: 'coloured-mnist',
    title: 'Coloured MNIST',
    summary:
      'Digits in ten colours, where colour and digit go together as closely as you like, and less in the test set.',
    fields,
    shape,
    classes,
    turned: 'Mirrored or turned far, a digit is another sign or none, and the label stays.',
    bytes: familyBytes('mnist'),
    licence: 'CC BY-SA 3.0 (LeCun, Cortes)',
    source: 'After Arjovsky et al., Invariant risk minimization, arXiv:1907.02893',
  },
  load: async (values, read) => colouredDigits(await readFamily('mnist', read), values),
};
