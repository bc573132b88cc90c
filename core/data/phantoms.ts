import { normal } from '../random/stream.ts';
import { choice, flag, number } from '../spec/fields.ts';
import type { ValuesOf } from '../spec/fields.ts';
import type { Dataset, Split } from './dataset.ts';
import { fixedSeed, streamsOf, uniformsOfOne } from './example-draws.ts';
import { checkRange, finiteDataset } from './finite.ts';
import { drawsEach, headOf, maskLesion, paintHead, side } from './phantom-anatomy.ts';
import type { Contrast, Head } from './phantom-anatomy.ts';
import type { DatasetSource } from './source.ts';

const shape = [side, side, 1];
const pixels = side * side;
const counts = { train: 20_000, test: 4_000 };
const anatomyStreams = streamsOf('phantoms/anatomy');
const lesionStreams = streamsOf('phantoms/lesion');
const noiseStreams = { t1: streamsOf('phantoms/noise/t1'), t2: streamsOf('phantoms/noise/t2') };

const fields = {
  pair: choice({
    label: 'Second image',
    help: 'What stands beside each image, for methods that translate one into the other.',
    default: 'modality',
    choices: {
      modality: { label: 'T2 contrast', help: 'The same head in the other contrast, with noise of its own.' },
      clean: { label: 'Without noise', help: 'The same image without its noise, to learn denoising.' },
      mask: { label: 'Lesion mask', help: 'White where the lesion is; training heads then have lesions too.' },
    },
  }),
  matched: flag({
    label: 'Matched pairs',
    help: 'Both images of a pair show the same head. Without it they are drawn independently in training.',
    default: true,
  }),
  noise: number({
    label: 'Noise',
    help: 'Standard deviation of the receiver’s noise; the brightest tissue is about 0.9.',
    default: 0.04,
    min: 0,
    max: 1,
  }),
  lesions: number({
    label: 'Share with a lesion',
    help: 'How many of the held-out heads have a lesion. Those of training have none, unless the second image is the lesion mask.',
    default: 0.5,
    min: 0,
    max: 1,
  }),
};

function phantomHeads({ pair, matched, noise, lesions }: ValuesOf<typeof fields>): Dataset {
  const draws = new Float32Array(drawsEach);
  const lot = new Float32Array(1);
  const normals = new Float32Array(2 * pixels);
  const signal = new Float32Array(pixels);

  const hasLesion = (split: Split, index: number): boolean =>
    (split === 'test' || pair === 'mask') && uniformsOfOne(lesionStreams[split], index, lot)[0]! < lesions;

  const headAt = (split: Split, index: number): Head =>
    headOf(uniformsOfOne(anatomyStreams[split], index, draws), hasLesion(split, index));

  /** The magnitude of a signal with Gaussian noise on its real and imaginary parts: Rician. */
  function image(contrast: Contrast, split: Split, index: number, into: Float32Array, at: number): void {
    paintHead(headAt(split, index), contrast, signal);
    if (noise > 0) normal(fixedSeed, noiseStreams[contrast][split], index, 2 * pixels, 0, normals);
    for (let j = 0; j < pixels; j++) {
      const real = signal[j]! + noise * normals[2 * j]!;
      const imaginary = noise * normals[2 * j + 1]!;
      into[at * pixels + j] = Math.min(1, Math.sqrt(real * real + imaginary * imaginary));
    }
  }

  function mask(split: Split, index: number, into: Float32Array | Uint8Array, at: number): void {
    const row = into.subarray(at * pixels, (at + 1) * pixels);
    if (hasLesion(split, index)) maskLesion(headAt(split, index), row);
    else row.fill(0);
  }

  return finiteDataset({
    id: 'phantoms',
    shape,
    classes: 2,
    counts,
    pair: { shape, matched },
    labelOf: (split, index) => (hasLesion(split, index) ? 1 : 0),
    draw: (split, index, x, at) => image('t1', split, index, x, at),
    drawPair(split, index, into, at) {
      switch (pair) {
        case 'modality':
          return image('t2', split, index, into, at);
        case 'clean':
          paintHead(headAt(split, index), 't1', signal);
          for (let j = 0; j < pixels; j++) into[at * pixels + j] = Math.min(1, signal[j]!);
          return;
        case 'mask':
          return mask(split, index, into, at);
      }
    },
    lesions(split, start, count) {
      checkRange('phantoms', split, counts[split], start, count);
      const masks = new Uint8Array(count * pixels);
      for (let i = 0; i < count; i++) mask(split, start + i, masks, i);
      return masks;
    },
  });
}

/** Synthetic heads in two contrasts of magnetic resonance, some with a lesion: no patient is in them. */
export const phantoms: DatasetSource<typeof fields> = {
  card: {
    id: 'phantoms',
    title: 'Phantoms',
    summary:
      'Synthetic heads, 64 x 64, as a scanner might show them: healthy ones to train, half of the held-out ones with a lesion. In a second contrast, without noise, or with a mask of the lesion beside them.',
    fields,
    shape,
    pair: shape,
    classes: 2,
    classNames: ['healthy', 'with a lesion'],
    bytes: 0,
    licence: 'Apache-2.0',
    source: 'After Shepp and Logan, The Fourier reconstruction of a head section, 1974',
  },
  load: phantomHeads,
};
