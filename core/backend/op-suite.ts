import { normalise } from './fused/normalise.ts';
import * as tf from './tf.ts';

/**
 * Every op that networks, losses and optimisers use, as a function of its differentiable inputs. The suite checks
 * each against finite differences to second order on the cpu backend, and every other backend against cpu.
 */
export interface OpCase {
  readonly name: string;
  /** Shapes of the inputs in which it is differentiated. */
  readonly inputs: readonly (readonly number[])[];
  /** Values are drawn from [low, high], away from kinks by at least `margin` (see `away`). */
  readonly low?: number;
  readonly high?: number;
  /** Points where the function has a kink; inputs keep 0.05 away from them. */
  readonly kinks?: readonly number[];
  /** Inputs stay apart from each other by 0.05, where their order matters (max, maximum). */
  readonly apart?: boolean;
  readonly run: (inputs: tf.Tensor[]) => tf.Tensor;
}

const unary = (name: string, run: (x: tf.Tensor) => tf.Tensor, rest: Partial<OpCase> = {}): OpCase => ({
  name,
  inputs: [[3, 4]],
  run: ([x]) => run(x!),
  ...rest,
});

const positive = { low: 0.2, high: 2 };
const aroundZero = { kinks: [0] };

const unaryCases: OpCase[] = [
  unary('neg', tf.neg),
  unary('abs', tf.abs, aroundZero),
  unary('square', tf.square),
  unary('exp', tf.exp),
  unary('expm1', tf.expm1),
  unary('log', tf.log, positive),
  unary('log1p', tf.log1p, positive),
  unary('sqrt', tf.sqrt, positive),
  unary('rsqrt', tf.rsqrt, positive),
  unary('reciprocal', tf.reciprocal, positive),
  unary('sigmoid', tf.sigmoid),
  unary('tanh', tf.tanh),
  unary('softplus', tf.softplus),
  unary('sin', tf.sin),
  unary('cos', tf.cos),
  unary('erf', tf.erf),
  unary('relu', tf.relu, aroundZero),
  unary('leakyRelu', (x) => tf.leakyRelu(x, 0.2), aroundZero),
  unary('elu', tf.elu, aroundZero),
  unary('clipByValue', (x) => tf.clipByValue(x, -0.5, 0.5), { kinks: [-0.5, 0.5] }),
  unary('cast', (x) => tf.cast(x, 'float32')),
  unary('softmax', (x) => tf.softmax(x)),
  unary('logSoftmax', (x) => tf.logSoftmax(x)),
  unary('logSumExp over the last axis', (x) => tf.logSumExp(x, 1)),
  unary('logSumExp over all', (x) => tf.logSumExp(x)),
  unary('sum over all', (x) => tf.sum(tf.square(x))),
  unary('sum over the first axis', (x) => tf.sum(tf.square(x), 0)),
  unary('sum keeping axes', (x) => tf.mul(x, tf.sum(x, 1, true))),
  unary('sum over axes apart', (x) => tf.square(tf.sum(x, [0, 2])), { inputs: [[2, 3, 4]] }),
  unary('mean over leading axes', (x) => tf.square(tf.mean(x, [0, 1])), { inputs: [[2, 3, 4]] }),
  unary('mean over a middle axis', (x) => tf.square(tf.mean(x, 1, true)), { inputs: [[2, 3, 4]] }),
  unary('max over the last axis', (x) => tf.square(tf.max(x, 1)), { apart: true }),
  unary('max over the first axis', (x) => tf.square(tf.max(x, 0)), { apart: true }),
  unary('min', (x) => tf.square(tf.min(x)), { apart: true }),
  unary('reshape', (x) => tf.reshape(tf.square(x), [2, 6])),
  unary('transpose', (x) => tf.transpose(tf.square(x))),
  unary('transpose of rank 4', (x) => tf.transpose(tf.square(x), [3, 1, 0, 2]), { inputs: [[2, 3, 1, 2]] }),
  unary('slice', (x) => tf.slice(tf.square(x), [1, 0], [2, 3])),
  unary('split', (x) => {
    const [left, right] = tf.split(x, 2, 1);
    return tf.mul(left!, tf.square(right!));
  }),
  unary('pad', (x) =>
    tf.pad(tf.square(x), [
      [0, 1],
      [2, 0],
    ]),
  ),
  unary('tile', (x) => tf.square(tf.tile(x, [2, 3]))),
  unary('tile of rank 4', (x) => tf.square(tf.tile(x, [1, 2, 2, 1])), { inputs: [[2, 2, 1, 2]] }),
  unary('broadcastTo', (x) => tf.square(tf.broadcastTo(x, [2, 3, 4])), { inputs: [[3, 1]] }),
  unary('expandDims and squeeze', (x) => tf.squeeze(tf.square(tf.expandDims(x, 1)), [1])),
  unary('unstack', (x) => {
    const [first, second] = tf.unstack(x);
    return tf.mul(tf.square(first!), second!);
  }),
  unary('gather', (x) => tf.square(tf.gather(x, tf.tensor1d([2, 0, 2, 1], 'int32')))),
  unary('gather along the last axis', (x) => tf.square(tf.gather(x, tf.tensor1d([3, 3, 1], 'int32'), 1))),
  unary('gather of rank 3 along a middle axis', (x) => tf.square(tf.gather(x, tf.tensor1d([2, 0, 0], 'int32'), 1)), {
    inputs: [[2, 3, 2]],
  }),
  unary('reverse', (x) => tf.mul(tf.reverse(tf.square(x), [0, 1]), x)),
  unary('slice of rank 3', (x) => tf.slice(tf.square(x), [0, 1, 1], [2, 2, 1]), { inputs: [[2, 3, 3]] }),
  unary(
    'pad of images',
    (x) =>
      tf.square(
        tf.pad(x, [
          [0, 0],
          [1, 2],
          [2, 1],
          [0, 0],
        ]),
      ),
    { inputs: [[2, 2, 3, 2]] },
  ),
  unary('unsortedSegmentSum', (x) => tf.square(tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], 'int32'), 3))),
  unary('picking logits by oneHot', (x) =>
    tf.sum(tf.mul(tf.logSoftmax(x), tf.oneHot(tf.tensor1d([3, 0, 2], 'int32'), 4)), 1),
  ),
  unary('where by a comparison of its input', (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.exp(x)), aroundZero),
  unary('a mask cast from a comparison', (x) => tf.mul(tf.square(x), tf.cast(tf.less(x, 0), 'float32')), aroundZero),
  unary('moments, as batch norm composes them', (x) => {
    const mean = tf.mean(x, 0, true);
    const centred = tf.sub(x, mean);
    return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 0, true), 1e-2)));
  }),
  unary('avgPool', (x) => tf.square(tf.avgPool(x as tf.Tensor4D, 2, 2, 'same')), { inputs: [[1, 5, 4, 2]] }),
  unary('avgPool, overlapping', (x) => tf.square(tf.avgPool(x as tf.Tensor4D, 3, 1, 'valid')), {
    inputs: [[2, 4, 5, 1]],
  }),
  unary('avgPool, overlapping the border', (x) => tf.square(tf.avgPool(x as tf.Tensor4D, [3, 2], [2, 1], 'same')), {
    inputs: [[2, 5, 3, 3]],
  }),
  unary('resizeBilinear, smaller', (x) => tf.square(tf.image.resizeBilinear(x as tf.Tensor4D, [2, 5])), {
    inputs: [[1, 5, 2, 3]],
  }),
  unary(
    'resizeNearestNeighbor, smaller, corners aligned',
    (x) => tf.square(tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [3, 2], true)),
    { inputs: [[2, 5, 3, 1]] },
  ),
  unary('resizeBilinear', (x) => tf.square(tf.image.resizeBilinear(x as tf.Tensor4D, [6, 7])), {
    inputs: [[1, 3, 4, 2]],
  }),
  unary('resizeBilinear, corners aligned', (x) => tf.square(tf.image.resizeBilinear(x as tf.Tensor4D, [6, 7], true)), {
    inputs: [[1, 3, 4, 2]],
  }),
  unary('resizeNearestNeighbor', (x) => tf.square(tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [6, 4])), {
    inputs: [[2, 3, 2, 2]],
  }),
];

const binary = (name: string, run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, rest: Partial<OpCase> = {}): OpCase[] =>
  [
    [
      [3, 4],
      [3, 4],
    ],
    [[3, 4], [4]],
    [
      [3, 1],
      [2, 1, 4],
    ],
    [[], [3, 4]],
  ].map((inputs) => ({
    name: `${name} of [${inputs[0]!.join()}] and [${inputs[1]!.join()}]`,
    inputs,
    run: ([a, b]: tf.Tensor[]) => run(a!, b!),
    ...rest,
  }));

const binaryCases: OpCase[] = [
  ...binary('add', (a, b) => tf.square(tf.add(a, b))),
  ...binary('sub', (a, b) => tf.square(tf.sub(a, b))),
  ...binary('mul', tf.mul),
  ...binary('div', tf.div, positive),
  ...binary('squaredDifference', tf.squaredDifference),
  ...binary('maximum', (a, b) => tf.square(tf.maximum(a, b)), { apart: true }),
  ...binary('minimum', (a, b) => tf.square(tf.minimum(a, b)), { apart: true }),
  ...binary('where', (a, b) => tf.where(tf.tensor1d([1, 0, 0, 1], 'bool'), tf.square(a), tf.mul(a, b))),
  {
    name: 'concat',
    inputs: [
      [3, 2],
      [3, 4],
    ],
    run: ([a, b]) => tf.square(tf.concat([a!, b!], 1)),
  },
  {
    name: 'stack',
    inputs: [
      [3, 2],
      [3, 2],
    ],
    run: ([a, b]) => tf.square(tf.stack([a!, b!], 1)),
  },
];

function matMulCase(transposeA: boolean, transposeB: boolean, batch: readonly number[] = []): OpCase {
  const name = `matMul ${transposeA ? 't' : 'n'}${transposeB ? 't' : 'n'}${batch.length > 0 ? ', batched' : ''}`;
  return {
    name,
    inputs: [
      [...batch, ...(transposeA ? [5, 3] : [3, 5])],
      [...batch, ...(transposeB ? [2, 5] : [5, 2])],
    ],
    run: ([a, b]) => tf.square(tf.matMul(a!, b!, transposeA, transposeB)),
  };
}

const sides = [false, true];
const matMulCases: OpCase[] = [
  ...sides.flatMap((a) => sides.map((b) => matMulCase(a, b))),
  ...sides.flatMap((a) => sides.map((b) => matMulCase(a, b, [3]))),
];

type Pad = 'valid' | 'same' | tf.backend_util.ExplicitPadding;

/** Image and filter shapes are `[batch, height, width, channels]` and `[height, width, channels, filters]`. */
const convolutions: readonly { name: string; image: number[]; filter: number[]; stride: number; pad: Pad }[] = [
  { name: '4x4/2 same', image: [2, 6, 4, 2], filter: [4, 4, 2, 3], stride: 2, pad: 'same' },
  { name: '3x3/1 same', image: [1, 4, 5, 2], filter: [3, 3, 2, 2], stride: 1, pad: 'same' },
  { name: '3x3/2 same, odd', image: [1, 5, 5, 1], filter: [3, 3, 1, 2], stride: 2, pad: 'same' },
  { name: '5x5/2 valid', image: [1, 8, 7, 1], filter: [5, 5, 1, 2], stride: 2, pad: 'valid' },
  { name: '1x1/1 valid', image: [2, 3, 3, 2], filter: [1, 1, 2, 3], stride: 1, pad: 'valid' },
  {
    name: '4x4/2 padded by hand',
    image: [1, 5, 6, 1],
    filter: [4, 4, 1, 2],
    stride: 2,
    pad: [
      [0, 0],
      [2, 1],
      [1, 3],
      [0, 0],
    ],
  },
];

const convCases: OpCase[] = convolutions.flatMap(({ name, image, filter, stride, pad }) => {
  const output = (size: number, taps: number, axis: 1 | 2) => {
    if (pad === 'same') return Math.ceil(size / stride);
    const padding = pad === 'valid' ? 0 : pad[axis][0] + pad[axis][1];
    return Math.floor((size - taps + padding) / stride) + 1;
  };
  const [batch, height, width] = image as [number, number, number];
  const small = [batch, output(height, filter[0]!, 1), output(width, filter[1]!, 2), filter[3]!];
  return [
    {
      name: `conv2d ${name}`,
      inputs: [image, filter],
      run: ([x, w]: tf.Tensor[]) => tf.square(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad)),
    },
    {
      name: `conv2dTranspose ${name}`,
      inputs: [small, filter],
      run: ([x, w]: tf.Tensor[]) => {
        const shape = image as [number, number, number, number];
        return tf.square(tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, shape, stride, pad));
      },
    },
  ];
});

/** x, scale and shift; the shapes have whole vectors, what is left over, and pixels that share a channel. */
const normalisationCases: OpCase[] = [
  { layer: false, shape: [5, 3] },
  { layer: false, shape: [2, 2, 3, 6] },
  { layer: true, shape: [3, 5] },
  { layer: true, shape: [2, 2, 3, 2] },
].map(({ layer, shape }) => ({
  name: `${layer ? 'layer' : 'batch'} norm of [${shape.join()}]`,
  inputs: [shape, [shape.at(-1)!], [shape.at(-1)!]],
  run: ([x, scale, shift]) => tf.square(normalise(x!, scale!, shift!, { layer, epsilon: 1e-2 }).out),
}));

export const opCases: readonly OpCase[] = [
  ...normalisationCases,
  ...unaryCases,
  ...binaryCases,
  ...matMulCases,
  ...convCases,
];
