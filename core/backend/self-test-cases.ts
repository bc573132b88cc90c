import { exp, ln } from '../random/elementary.ts';
import { gradientOf, valueAndGradients } from './gradients.ts';
import * as tf from './tf.ts';

export interface SelfTestCase {
  /** The kernels exercised, for people to read. */
  readonly kernel: string;
  readonly run: () => tf.Tensor;
  /** The result in double precision, flattened. */
  readonly expected: readonly number[];
  /** Of the error relative to the larger of 1 and the reference. */
  readonly tolerance: number;
}

/** Single precision with some room for another order of a short sum. */
const exact = 2e-6;
/** Transcendental functions may differ in their last bits; graphics devices promise about three digits less. */
const approximate = 2e-4;

const points = [-3, -1.5, -0.5, -1e-3, 1e-3, 0.25, 1, 2.5];
const x = () => tf.tensor1d(points);

function elementwise(kernel: string, f: (x: tf.Tensor) => tf.Tensor, reference: (x: number) => number, at = points) {
  return { kernel, run: () => f(tf.tensor1d(at)), expected: at.map(reference), tolerance: approximate };
}

const sigmoid = (t: number) => 1 / (1 + exp(-t));
const tanh = (t: number) => 2 * sigmoid(2 * t) - 1;

/** Row-major matrices with small, distinct entries. */
const entry = (i: number) => ((i * 7) % 11) / 4 - 1.25;
const matrix = (count: number) => Array.from({ length: count }, (_, i) => entry(i));
const [m, k, n] = [5, 9, 6];

function product(): number[] {
  const [a, b] = [matrix(m * k), matrix(k * n)];
  return Array.from({ length: m * n }, (_, index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i * n + column]!;
    return sum;
  });
}

function matMulCase(transposeA: boolean, transposeB: boolean): SelfTestCase {
  return {
    kernel: `matMul ${transposeA ? 't' : 'n'}${transposeB ? 't' : 'n'}`,
    run: () => {
      const a = tf.tensor2d(matrix(m * k), [m, k]);
      const b = tf.tensor2d(matrix(k * n), [k, n]);
      return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b, transposeA, transposeB);
    },
    expected: product(),
    tolerance: exact,
  };
}

// A 4x4 stride-2 convolution with 'same' padding (one pixel on each side): the shape of a DCGAN's layers.
const conv = { batch: 2, size: 6, out: 3, taps: 4, channels: 2, filters: 3 };
const images = matrix(conv.batch * conv.size * conv.size * conv.channels);
const filter = matrix(conv.taps * conv.taps * conv.channels * conv.filters).map((value) => value / 3);
const slopes = matrix(conv.batch * conv.out * conv.out * conv.filters);
const imageShape: [number, number, number, number] = [conv.batch, conv.size, conv.size, conv.channels];
const filterShape: [number, number, number, number] = [conv.taps, conv.taps, conv.channels, conv.filters];
const slopeShape: [number, number, number, number] = [conv.batch, conv.out, conv.out, conv.filters];

/** Visits every product of the convolution with the flat indices of its image, filter and output elements. */
function visitConvolution(visit: (image: number, filter: number, output: number) => void): void {
  const { batch, size, out, taps, channels, filters } = conv;
  for (let output = 0; output < batch * out * out; output++) {
    const [example, row, column] = [Math.floor(output / (out * out)), Math.floor(output / out) % out, output % out];
    for (let tap = 0; tap < taps * taps; tap++) {
      const [y, z] = [row * 2 - 1 + Math.floor(tap / taps), column * 2 - 1 + (tap % taps)];
      if (y < 0 || y >= size || z < 0 || z >= size) continue;
      for (let channel = 0; channel < channels; channel++) {
        const image = ((example * size + y) * size + z) * channels + channel;
        for (let f = 0; f < filters; f++) visit(image, (tap * channels + channel) * filters + f, output * filters + f);
      }
    }
  }
}

function convolutionReferences() {
  const output = slopes.map(() => 0);
  const imageGradient = images.map(() => 0);
  const filterGradient = filter.map(() => 0);
  visitConvolution((i, f, o) => {
    output[o]! += images[i]! * filter[f]!;
    imageGradient[i]! += slopes[o]! * filter[f]!;
    filterGradient[f]! += slopes[o]! * images[i]!;
  });
  return { output, imageGradient, filterGradient };
}

const reference = convolutionReferences();
const convolve = (image: tf.Tensor, weights: tf.Tensor) =>
  tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, 2, 'same');

const convolutionCases: SelfTestCase[] = [
  {
    kernel: 'conv2d',
    run: () => convolve(tf.tensor4d(images, imageShape), tf.tensor4d(filter, filterShape)),
    expected: reference.output,
    tolerance: exact,
  },
  {
    kernel: 'conv2d filter gradient',
    run: () => {
      const image = tf.tensor4d(images, imageShape);
      const dy = tf.tensor4d(slopes, slopeShape);
      return gradientOf((w) => tf.mul(convolve(image, w), dy), tf.tensor4d(filter, filterShape));
    },
    expected: reference.filterGradient,
    tolerance: exact,
  },
  {
    kernel: 'conv2d input gradient',
    run: () => {
      const weights = tf.tensor4d(filter, filterShape);
      const dy = tf.tensor4d(slopes, slopeShape);
      return gradientOf((image) => tf.mul(convolve(image, weights), dy), tf.tensor4d(images, imageShape));
    },
    expected: reference.imageGradient,
    tolerance: exact,
  },
  {
    kernel: 'conv2dTranspose',
    run: () =>
      tf.conv2dTranspose(tf.tensor4d(slopes, slopeShape), tf.tensor4d(filter, filterShape), imageShape, 2, 'same'),
    expected: reference.imageGradient,
    tolerance: exact,
  },
];

const summands = 100_000;

const reductionCases: SelfTestCase[] = [
  {
    kernel: 'sum of many',
    run: () => tf.div(tf.sum(tf.fill([summands], 0.1)), summands / 10),
    expected: [1],
    tolerance: 1e-4,
  },
  {
    kernel: 'sum over leading axes',
    run: () => tf.sum(tf.tensor4d(images, imageShape), [0, 1, 2]),
    expected: [0, 1].map((channel) => images.reduce((sum, value, i) => sum + (i % 2 === channel ? value : 0), 0)),
    tolerance: exact,
  },
  {
    kernel: 'mean over axes',
    run: () => tf.mean(tf.tensor2d(matrix(m * k), [m, k]), 1),
    expected: Array.from({ length: m }, (_, row) => {
      return matrix(m * k).reduce((sum, value, i) => sum + (Math.floor(i / k) === row ? value / k : 0), 0);
    }),
    tolerance: exact,
  },
  { kernel: 'max', run: () => tf.max(x()), expected: [2.5], tolerance: 0 },
  {
    kernel: 'logSumExp',
    run: () => tf.logSumExp(x()),
    expected: [ln(points.reduce((sum, value) => sum + exp(value), 0))],
    tolerance: approximate,
  },
  {
    kernel: 'softmax',
    run: () => tf.softmax(x()),
    expected: points.map((value) => exp(value) / points.reduce((sum, other) => sum + exp(other), 0)),
    tolerance: approximate,
  },
];

const shapeCases: SelfTestCase[] = [
  {
    kernel: 'gather and its gradient',
    run: () => {
      const ids = tf.tensor1d([2, 0, 2], 'int32');
      const dy = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
      return gradientOf((table) => tf.mul(tf.gather(table, ids), dy), tf.zeros([3, 2]));
    },
    expected: [3, 4, 0, 0, 6, 8],
    tolerance: 0,
  },
  {
    kernel: 'concat, split, pad, transpose, tile',
    run: () => {
      const [left, right] = tf.split(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]), 2, 1);
      return tf.pad(tf.tile(tf.transpose(tf.concat([right!, left!], 0)), [1, 2]), [
        [0, 0],
        [1, 0],
      ]);
    },
    expected: [0, 3, 7, 1, 5, 3, 7, 1, 5, 0, 4, 8, 2, 6, 4, 8, 2, 6],
    tolerance: 0,
  },
  {
    kernel: 'oneHot',
    run: () => tf.oneHot(tf.tensor1d([1, 2], 'int32'), 3),
    expected: [0, 1, 0, 0, 0, 1],
    tolerance: 0,
  },
  {
    kernel: 'where, clipByValue of NaN',
    run: () => tf.cast(tf.isNaN(tf.clipByValue(tf.where(tf.greater(x(), 0), x(), NaN), -1, 1)), 'float32'),
    expected: points.map((value) => (value > 0 ? 0 : 1)),
    tolerance: 0,
  },
  {
    kernel: 'avgPool and its gradient',
    run: () => gradientOf((image) => tf.square(tf.avgPool(image as tf.Tensor4D, 2, 2, 'valid')), tf.ones([1, 4, 4, 1])),
    expected: new Array<number>(16).fill(0.5),
    tolerance: exact,
  },
  {
    kernel: 'resize and its gradient',
    run: () =>
      gradientOf((image) => tf.image.resizeNearestNeighbor(image as tf.Tensor4D, [4, 4]), tf.ones([1, 2, 2, 1])),
    expected: [4, 4, 4, 4],
    tolerance: exact,
  },
];

/** d/dw of (d/dx v tanh(w x))^2: the gradient penalty of the smallest network, in closed form. */
function penaltySlope(v: number, w: number, at: number): number {
  const t = tanh(w * at);
  const slope = v * w * (1 - t * t);
  return 2 * slope * v * (1 - t * t - 2 * w * at * t * (1 - t * t));
}

const secondOrderCases: SelfTestCase[] = [
  {
    kernel: 'second-order gradient',
    run: () => {
      const w = tf.scalar(1.3);
      const penalty = () => tf.square(gradientOf((at) => tf.mul(0.7, tf.tanh(tf.mul(w, at))), tf.scalar(0.4)));
      return valueAndGradients(() => ({ total: penalty() as tf.Scalar, extra: {} }), { w }).gradients['w']!;
    },
    expected: [penaltySlope(0.7, 1.3, 0.4)],
    tolerance: approximate,
  },
];

/** What a training step needs, forward and backward, small enough to run at every start. */
export const selfTestCases: readonly SelfTestCase[] = [
  ...[false, true].flatMap((a) => [false, true].map((b) => matMulCase(a, b))),
  ...convolutionCases,
  ...reductionCases,
  ...shapeCases,
  ...secondOrderCases,
  elementwise('tanh', tf.tanh, tanh),
  elementwise('sigmoid', tf.sigmoid, sigmoid),
  elementwise('exp', tf.exp, exp),
  elementwise('log', tf.log, ln, [1e-6, 0.5, 1, 8]),
  elementwise('sqrt', tf.sqrt, Math.sqrt, [0, 1e-6, 2, 9]),
  elementwise('rsqrt', tf.rsqrt, (t) => 1 / Math.sqrt(t), [0.01, 1, 2, 9]),
  elementwise('softplus', tf.softplus, (t) => ln(1 + exp(t))),
  elementwise('relu', tf.relu, (t) => Math.max(t, 0)),
  elementwise(
    'leakyRelu',
    (t) => tf.leakyRelu(t, 0.2),
    (t) => (t > 0 ? t : 0.2 * t),
  ),
  elementwise('elu', tf.elu, (t) => (t > 0 ? t : exp(t) - 1)),
  elementwise('softplus gradient', (t) => gradientOf(tf.softplus, t), sigmoid),
];
