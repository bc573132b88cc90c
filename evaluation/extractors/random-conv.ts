import { sha256 } from '../../core/data/assets.ts';
import * as tf from '../../core/backend/tf.ts';
import type { Tensor } from '../../core/backend/tf.ts';
import { normal } from '../../core/random/stream.ts';
import type { Extractor } from '../metric.ts';

/** Kernels `[height, width, inputs, outputs]`; each convolution halves the sides and has a ReLU and no bias. */
const kernelShapes = [
  [5, 5, 3, 12],
  [3, 3, 12, 24],
  [3, 3, 24, 12],
] as const;
/** Means of the first two layers, and of the quarters of the third: 12 + 24 + 4 x 12. */
const features = 84;
/** Of the kernels' stream: another would give another extractor, with another SHA-256. */
const seed = 84;
/** Numbers in one pass, and images at most. */
const valuesAPass = 2 ** 20;
const imagesAPass = 100;

/** Images of any size, in grey or in colour. */
export function isSeen(shape: readonly number[]): shape is readonly [number, number, 1 | 3] {
  return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
}

/** He-normal kernels of the random stream: the same bits everywhere. */
function kernels(): Float32Array[] {
  return kernelShapes.map(([height, width, inputs, outputs], layer) => {
    const fan = height * width * inputs;
    const draws = normal(seed, 'extractor/random-conv', layer, fan * outputs);
    return draws.map((e) => e * Math.sqrt(2 / fan));
  });
}

/**
 * Features of images that no classifier has been trained on: means over space of three convolutions with random
 * kernels, which tell edges, textures and colours apart without being trained (Saxe et al. 2011; a random network as the
 * space of a Frechet distance: Naeem et al. 2020, arXiv:2002.09797, section 5.2). Grey images are seen as colour ones.
 */
export async function randomConvExtractor([height, width, channels]: readonly [
  number,
  number,
  1 | 3,
]): Promise<Extractor> {
  const weights = kernels();
  const bytes = new Uint8Array(weights.flatMap((kernel) => [...new Uint8Array(kernel.buffer)]));
  const size = height * width * channels;
  const batch = Math.min(Math.max(Math.floor(valuesAPass / (height * width * 3)), 1), imagesAPass);
  return {
    id: 'random-conv',
    family: 'random-conv',
    space: 'random-conv features',
    remark: 'In the features of a fixed random network: compare within one data set, and see KID and coverage too.',
    sha256: await sha256(bytes),
    features,
    classes: 0,
    async run(x, count) {
      const outputs = new Float32Array(count * features);
      const parameters = weights.map((kernel, layer) => tf.tensor(kernel, [...kernelShapes[layer]!]));
      try {
        for (let start = 0; start < count; start += batch) {
          const images = new Float32Array(batch * size);
          images.set(x.subarray(start * size, Math.min(start + batch, count) * size));
          const means = tf.tidy(() => spatialMeans(tf.tensor4d(images, [batch, height, width, channels]), parameters));
          try {
            const rows = Math.min(batch, count - start);
            outputs.set((await means.data()).subarray(0, rows * features), start * features);
          } finally {
            means.dispose();
          }
        }
      } finally {
        tf.dispose(parameters);
      }
      return { features: outputs, probabilities: new Float32Array(0) };
    },
  };
}

/** `[batch, height, width, channels]` in [0, 1] to `[batch, 84]`. */
function spatialMeans(images: Tensor, parameters: readonly Tensor[]): Tensor {
  const grey = images.shape[3] === 1;
  // From -1 to 1, so that dark and bright both excite a random kernel.
  let x = tf.sub(tf.mul(grey ? tf.tile(images, [1, 1, 1, 3]) : images, 2), 1);
  const layers = parameters.map((kernel) => {
    x = tf.relu(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same'));
    return x;
  });
  const [first, second, third] = layers as [Tensor, Tensor, Tensor];
  return tf.concat([tf.mean(first, [1, 2]), tf.mean(second, [1, 2]), ...quarters(third)], 1);
}

/** The means of the four quarters, which share their borders where a side is odd, or 1. */
function quarters(x: Tensor): Tensor[] {
  const [, height, width] = x.shape as [number, number, number];
  const half = (length: number) => Math.ceil(length / 2);
  const [h, w] = [half(height), half(width)];
  const corners = [0, height - h].flatMap((top) => [0, width - w].map((left) => [top, left] as const));
  return corners.map(([top, left]) => tf.mean(tf.slice(x, [0, top, left, 0], [-1, h, w, -1]), [1, 2]));
}
