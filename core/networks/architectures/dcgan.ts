import { choice, integer } from '../../spec/fields.ts';
import type { ValuesOf } from '../../spec/fields.ts';
import { dcganNormal } from '../initialisers.ts';
import { activation } from '../layers/activation.ts';
import { conv2d, conv2dTranspose } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import type { Layer } from '../layers/layer.ts';
import { normalisation } from '../layers/normalisation.ts';
import type { Normalisation } from '../layers/normalisation.ts';
import { flatten, reshape } from '../layers/shape.ts';
import { sequential } from '../sequential.ts';
import { describeShape, sizeOf } from './architecture.ts';
import type { Architecture } from './architecture.ts';

const fields = {
  channels: integer({
    label: 'Channels',
    help: 'Channels of the layer next to the image; each layer further in has twice as many. Time grows with its square.',
    default: 64,
    min: 8,
    max: 128,
    scale: 'log',
  }),
  norm: choice<Normalisation>({
    label: 'Normalisation',
    help: 'Rescales each layer before its activation, except those next to the image and the output.',
    default: 'batch',
    choices: {
      batch: {
        label: 'Batch',
        help: 'As in the DCGAN paper. It couples examples, which a gradient penalty does not allow.',
      },
      layer: { label: 'Layer', help: 'Over each example by itself; goes with gradient penalties.' },
      none: { label: 'None', help: 'No normalisation; goes with gradient penalties.' },
    },
  }),
};

/** The side from which the strided convolutions start and at which they end. */
const SMALLEST_SIDE = 4;
const KERNEL = { size: 4, stride: 2, initialiser: dcganNormal };

/** An image's way down: the sides of the smallest image, and the channels of every level. */
interface Pyramid {
  readonly height: number;
  readonly width: number;
  /** From the image inwards. */
  readonly channels: readonly number[];
}

/** Halvings that bring a side to 4, 5, 6 or 7; undefined when an odd side comes before, or it is below 8. */
function halvings(side: number): number | undefined {
  let levels = 0;
  let rest = side;
  while (rest >= 2 * SMALLEST_SIDE) {
    if (rest % 2 !== 0) return undefined;
    rest /= 2;
    levels += 1;
  }
  return levels > 0 ? levels : undefined;
}

function pyramid([height, width]: readonly number[], base: number): Pyramid {
  const levels = halvings(height!)!;
  const scale = 2 ** levels;
  return {
    height: height! / scale,
    width: width! / scale,
    channels: Array.from({ length: levels }, (_, level) => base * 2 ** level),
  };
}

function objection(from: readonly number[], to: readonly number[]): string | undefined {
  const images = [from, to].filter((shape) => shape.length === 3);
  const vectors = [from, to].filter((shape) => shape.length === 1);
  const [image] = images;
  if (!image || images.length !== 1 || vectors.length !== 1) {
    return `DCGAN joins an image and a vector, not ${describeShape(from)} and ${describeShape(to)}; choose dense layers.`;
  }
  const levels = halvings(image[0]!);
  if (levels === undefined || levels !== halvings(image[1]!)) {
    return (
      `DCGAN halves an image's sides until they are 4 to 7 pixels long (28 -> 14 -> 7, 32 -> 16 -> 8 -> 4), ` +
      `which ${describeShape(image)} does not allow; choose dense layers.`
    );
  }
  return undefined;
}

/** Image to vector: strided convolutions, leaky ReLU, no normalisation on the first, a dense output. */
function down(image: readonly number[], outputs: number, base: number, norm: Normalisation): Layer[] {
  const { height, width, channels } = pyramid(image, base);
  const convolutions = channels.flatMap((count, level): Layer[] => [
    conv2d({ ...KERNEL, inputs: channels[level - 1] ?? image[2]!, outputs: count }),
    ...(level === 0 ? [] : normalisation(norm, count)),
    activation('leakyRelu'),
  ]);
  return [...convolutions, flatten(), dense(height * width * channels.at(-1)!, outputs, dcganNormal)];
}

/** Vector to image: a dense layer shaped into the smallest image, then transposed convolutions with ReLU between. */
function up(inputs: number, image: readonly number[], base: number, norm: Normalisation): Layer[] {
  const { height, width, channels } = pyramid(image, base);
  const smallest = [height, width, channels.at(-1)!];
  const outwards = channels.toReversed();
  const convolutions = outwards.flatMap((count, index): Layer[] => [
    ...normalisation(norm, count),
    activation('relu'),
    conv2dTranspose({ ...KERNEL, inputs: count, outputs: outwards[index + 1] ?? image[2]! }),
  ]);
  return [dense(inputs, sizeOf(smallest), dcganNormal), reshape(smallest), ...convolutions];
}

/**
 * Strided convolutions of size 4 between an image and a vector, after Radford, Metz, Chintala 2016
 * (arXiv:1511.06434), from N(0, 0.02^2). Outputs are linear. On 28 x 28 x 1 with 64 channels: 64 and 128.
 */
export const dcgan: Architecture = {
  id: 'dcgan',
  label: 'DCGAN',
  help: 'Strided convolutions, which see an image as neighbourhoods of pixels. Right for images; slower than dense layers.',
  fields,
  dataRanks: [3],
  objection,
  build: ({ name, from, to, values }) => {
    const reason = objection(from, to);
    if (reason !== undefined) throw new Error(`${name}: ${reason}`);
    const { channels, norm } = values as ValuesOf<typeof fields>;
    const layers = from.length === 3 ? down(from, sizeOf(to), channels, norm) : up(sizeOf(from), to, channels, norm);
    return sequential(name, layers);
  },
};
