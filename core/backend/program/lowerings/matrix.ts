import * as tf from '../../tf.ts';
import type { Parameters } from '../instruction.ts';
import type { Emitter, Lowerings } from '../lowering.ts';
import { Activation } from '../operations.ts';

type Shape4 = [number, number, number, number];

interface ConvAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** No bias and no activation: what the fusion of a program may put here later. */
const noEpilogue = { hasBias: 0, activation: Activation.none, alpha: 0 } as const;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Kernels of matrix products and convolutions; images are NHWC, filters HWIO. */
export const matrix: Lowerings = {
  [tf.BatchMatMul]: (emitter, { a, b }, { transposeA, transposeB }) => {
    requireFloats('matMul', a!, b!);
    return matMul(emitter, a!, b!, transposeA === true, transposeB === true);
  },
  [tf.Conv2D]: (emitter, { x, filter }, attributes) => {
    requireFloats('conv2d', x!, filter!);
    const params = convolution(x!.shape, filter!.shape, attributes);
    const { batch, outHeight, outWidth, outChannels } = params;
    const out = emitter.output([batch, outHeight, outWidth, outChannels], 'float32');
    if (sizeOf(out.shape) > 0) {
      emitter.emit({ op: 'conv', params: { ...params, ...noEpilogue }, writes: [out], reads: [x!, filter!] });
    }
    return out;
  },
  [tf.Conv2DBackpropInput]: (emitter, { dy, filter }, attributes) => {
    requireFloats('conv2dTranspose', dy!, filter!);
    const inputShape = attributes['inputShape'] as Shape4;
    const params = convolution(inputShape, filter!.shape, attributes);
    const out = emitter.output(inputShape, 'float32');
    if (sizeOf(out.shape) > 0) {
      emitter.emit({ op: 'convInput', params: { ...params, ...noEpilogue }, writes: [out], reads: [dy!, filter!] });
    }
    return out;
  },
  [tf.Conv2DBackpropFilter]: (emitter, { x, dy }, attributes) => {
    requireFloats('the gradient of conv2d', x!, dy!);
    const filterShape = attributes['filterShape'] as Shape4;
    const params = convolution(x!.shape, filterShape, attributes);
    const out = emitter.output(filterShape, 'float32');
    if (sizeOf(out.shape) > 0) emitter.emit({ op: 'convFilter', params, writes: [out], reads: [x!, dy!] });
    return out;
  },
};

function requireFloats(name: string, a: tf.TensorInfo, b: tf.TensorInfo): void {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    throw new Error(`${name} needs float32 on both sides, not ${a.dtype} and ${b.dtype}.`);
  }
}

function matMul(emitter: Emitter, a: tf.TensorInfo, b: tf.TensorInfo, transposeA: boolean, transposeB: boolean) {
  const [m, k] = lastTwo(a.shape, transposeA);
  const [bRows, n] = lastTwo(b.shape, transposeB);
  if (k !== bRows) {
    throw new Error(`matMul of [${a.shape.join()}] and [${b.shape.join()}]: ${k} columns meet ${bRows} rows.`);
  }
  const aOuter = a.shape.slice(0, -2);
  const bOuter = b.shape.slice(0, -2);
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(aOuter, bOuter);
  const batch = sizeOf(outer);
  const aBatch = sizeOf(aOuter);
  const bBatch = sizeOf(bOuter);
  if (![1, batch].includes(aBatch) || ![1, batch].includes(bBatch)) {
    throw new Error(`matMul cannot broadcast batches of [${a.shape.join()}] and [${b.shape.join()}].`);
  }
  const out = emitter.output([...outer, m, n], 'float32');
  if (batch * m * n === 0) return out;
  const sizes = {
    transposeA: Number(transposeA),
    transposeB: Number(transposeB),
    strideA: aBatch === 1 ? 0 : m * k,
    strideB: bBatch === 1 ? 0 : k * n,
    n,
    k,
  };
  // A stack that meets one matrix is one tall matrix.
  const tall = bBatch === 1 && !transposeA;
  const params = tall ? { ...sizes, batch: 1, m: batch * m, strideA: 0 } : { ...sizes, batch, m };
  emitter.emit({ op: 'gemm', params: { ...params, ...noEpilogue }, writes: [out], reads: [a, b] });
  return out;
}

function lastTwo(shape: readonly number[], transpose: boolean): [number, number] {
  const rows = shape[shape.length - 2]!;
  const columns = shape[shape.length - 1]!;
  return transpose ? [columns, rows] : [rows, columns];
}

function convolution(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: Readonly<Record<string, unknown>>,
): Parameters<'convFilter'> {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes as unknown as ConvAttributes;
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions on WASM take NHWC images, not ${dataFormat}.`);
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    'channelsLast',
  );
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
  };
}
