import { cosPi, sinPi } from '../random/elementary.ts';
import { choice, flag } from '../spec/fields.ts';
import type { ValuesOf } from '../spec/fields.ts';
import type { Dataset, Split } from './dataset.ts';
import { streamsOf, uniformsOfOne } from './example-draws.ts';
import { finiteDataset } from './finite.ts';
import { unit } from './images.ts';
import type { ImageSet } from './images.ts';
import { familyBytes, readFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const side = 28;
const pixels = side * side;
const shape = [side, side, 3];
const streams = streamsOf('digit-domains');

const fields = {
  style: choice({
    label: 'Other domain',
    help: 'What becomes of the digits in the second domain.',
    default: 'coloured',
    choices: {
      coloured: { label: 'Coloured', help: 'Each digit in a random colour on another.' },
      inverted: { label: 'Inverted', help: 'Black on white.' },
      edges: { label: 'Outlines', help: 'Only the edge of the strokes.' },
      textured: { label: 'Textured', help: 'The digit changes the brightness of a colourful texture, as in MNIST-M.' },
    },
  }),
  swap: flag({
    label: 'Other domain first',
    help: 'Plain digits come second. Methods that know no second domain see the first alone.',
    default: false,
  }),
  matched: flag({
    label: 'Matched pairs',
    help: 'Both images of a pair show the same digit. Without it they are drawn independently in training.',
    default: false,
  }),
};

/** Makes three channels of a grey digit, `[28, 28]` in [0, 1], with uniform numbers of its own. */
type Style = (grey: Float32Array, draws: Float32Array, into: Float32Array, at: number) => void;

/** Waves that make a texture, of each channel, and the numbers of each. */
const waves = 2;
const perWave = 3;
const drawsEach = 3 * waves * perWave + 3;

const styles: Readonly<Record<ValuesOf<typeof fields>['style'], Style>> = {
  inverted: (grey, _, into, at) => paint(into, at, (pixel) => 1 - grey[pixel]!),
  coloured(grey, draws, into, at) {
    // Ink is bright and ground dark, so that every digit can be read.
    paint(into, at, (pixel, channel) => {
      const ink = 0.55 + 0.45 * draws[channel]!;
      const ground = 0.4 * draws[3 + channel]!;
      return ground + (ink - ground) * grey[pixel]!;
    });
  },
  edges: (grey, _, into, at) => paint(into, at, (pixel) => grey[pixel]! - lowestAround(grey, pixel)),
  textured(grey, draws, into, at) {
    makeTexture(draws);
    paint(into, at, (pixel, channel) => Math.abs(texture[3 * pixel + channel]! - grey[pixel]!));
  },
};

function paint(into: Float32Array, at: number, value: (pixel: number, channel: number) => number): void {
  for (let pixel = 0, to = at * pixels * 3; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) into[to++] = value(pixel, channel);
  }
}

/** The least of a pixel and its four neighbours; beyond the border it is black. */
function lowestAround(grey: Float32Array, pixel: number): number {
  const row = Math.floor(pixel / side);
  const column = pixel % side;
  if (row === 0 || row === side - 1 || column === 0 || column === side - 1) return 0;
  return Math.min(grey[pixel]!, grey[pixel - 1]!, grey[pixel + 1]!, grey[pixel - side]!, grey[pixel + side]!);
}

const texture = new Float32Array(3 * pixels);
const rows = { sin: new Float64Array(side), cos: new Float64Array(side) };

/** Slanted waves about a brightness of its own in each channel; values in [0, 0.7], so that a digit turns them brighter. */
function makeTexture(draws: Float32Array): void {
  for (let i = 0; i < texture.length; i++) texture[i] = 0.2 + 0.3 * draws[3 * waves * perWave + (i % 3)]!;
  for (let wave = 0; wave < 3 * waves; wave++) {
    const channel = wave % 3;
    const [across, down, phase] = draws.subarray(wave * perWave, (wave + 1) * perWave) as unknown as number[];
    const turns = (6 * across! - 3) / side;
    const slope = (1 + 5 * down!) / side;
    for (let row = 0; row < side; row++) {
      rows.sin[row] = sinPi(slope * row + 2 * phase!);
      rows.cos[row] = cosPi(slope * row + 2 * phase!);
    }
    for (let column = 0; column < side; column++) {
      const c = cosPi(turns * column);
      const s = sinPi(turns * column);
      for (let row = 0; row < side; row++) {
        texture[3 * (row * side + column) + channel]! += (0.2 / waves) * (rows.sin[row]! * c + rows.cos[row]! * s);
      }
    }
  }
}

function digitsAndStyled(
  sets: Readonly<Record<Split, ImageSet>>,
  { style, swap, matched }: ValuesOf<typeof fields>,
): Dataset {
  const grey = new Float32Array(pixels);
  const draws = new Float32Array(drawsEach);
  const plain = (split: Split, index: number, into: Float32Array, at: number): void => {
    const from = index * pixels;
    const bytes = sets[split].pixels;
    paint(into, at, (pixel) => unit[bytes[from + pixel]!]!);
  };
  const styled = (split: Split, index: number, into: Float32Array, at: number): void => {
    for (let j = 0; j < pixels; j++) grey[j] = unit[sets[split].pixels[index * pixels + j]!]!;
    styles[style](grey, uniformsOfOne(streams[split], index, draws), into, at);
  };
  const [first, second] = swap ? [styled, plain] : [plain, styled];
  return finiteDataset({
    id: 'digit-domains',
    shape,
    classes: 10,
    counts: { train: sets.train.labels.length, test: sets.test.labels.length },
    pair: { shape, matched },
    labelOf: (split, index) => sets[split].labels[index]!,
    draw: first,
    drawPair: second,
  });
}

/** MNIST digits beside the same digits in another style, with the label of the first. */
export const digitDomains: DatasetSource<typeof fields> = {
  card: {
    id: 'digit-domains',
    title: 'Digits in two styles',
    summary:
      'Digits, and digits that are coloured, inverted, outlined or textured: two domains to translate between or to adapt to.',
    fields,
    shape,
    pair: shape,
    classes: 10,
    turned: 'Mirrored or turned far, a digit is another sign or none, and the label stays.',
    bytes: familyBytes('mnist'),
    licence: 'CC BY-SA 3.0 (LeCun, Cortes)',
    source: 'MNIST; textures after Ganin et al., Domain-adversarial training of neural networks, arXiv:1505.07818',
  },
  load: async (values, read) => digitsAndStyled(await readFamily('mnist', read), values),
};
