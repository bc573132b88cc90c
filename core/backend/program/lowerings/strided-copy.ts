import * as tf from '../../tf.ts';
import type { Parameters } from '../instruction.ts';
import type { Emitter } from '../lowering.ts';

/** Axes of a copy between x and out: sizes, and how far apart their elements are in each (see the operation `copy`). */
export interface Axes {
  readonly sizes: readonly number[];
  readonly inStrides: readonly number[];
  readonly outStrides: readonly number[];
  readonly inStart?: number;
  readonly outStart?: number;
  /** What out holds where nothing is copied to. */
  readonly fill?: number;
}

/** Distance between neighbours along each axis of a dense tensor. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

/** Most axes that the operation has. */
const rank = 6;

interface Axis {
  readonly size: number;
  readonly inStride: number;
  readonly outStride: number;
}

/** The axes without those of one element, and with neighbours merged where one stride serves both. */
function mergedAxes({ sizes, inStrides, outStrides }: Axes): Axis[] {
  const merged: Axis[] = [];
  sizes.forEach((size, i) => {
    if (size === 1) return;
    const axis = { size, inStride: inStrides[i]!, outStride: outStrides[i]! };
    const last = merged.at(-1);
    const continues = last?.inStride === size * axis.inStride && last.outStride === size * axis.outStride;
    if (last && continues) merged[merged.length - 1] = { ...axis, size: last.size * size };
    else merged.push(axis);
  });
  return merged;
}

/**
 * Copies x along the axes into a new tensor of that shape; the same data under the shape where that is all it is.
 * Undefined for more than six axes, or elements of another kind than float32, int32 and bool.
 */
export function copied(
  emitter: Emitter,
  x: tf.TensorInfo,
  shape: readonly number[],
  axes: Axes,
): tf.TensorInfo | undefined {
  if (x.dtype !== 'float32' && x.dtype !== 'int32' && x.dtype !== 'bool') return undefined;
  const outSize = tf.util.sizeFromShape([...shape]);
  const merged = mergedAxes(axes);
  const elements = merged.reduce((product, { size }) => product * size, 1);
  const { inStart = 0, outStart = 0, fill } = axes;
  const alike = merged.every(({ inStride, outStride }) => merged.length === 1 && inStride === 1 && outStride === 1);
  if (alike && elements === outSize && elements === tf.util.sizeFromShape(x.shape)) return emitter.view(x, shape);
  if (merged.length > rank) return undefined;
  const out = emitter.output(shape, x.dtype);
  if (outSize === 0) return out;
  // Where the innermost axis is not of neighbours in x, the one that is comes next to it: together they are a transpose.
  const neighbours = merged.findIndex(({ inStride }) => inStride === 1);
  if (neighbours >= 0 && neighbours < merged.length - 2) merged.splice(-1, 0, ...merged.splice(neighbours, 1));
  while (merged.length < rank) merged.unshift({ size: 1, inStride: 0, outStride: 0 });
  const numbered = (name: string, of: (axis: Axis) => number) => merged.map((axis, i) => [`${name}${i}`, of(axis)]);
  const params = Object.fromEntries([
    ['bytes', x.dtype === 'bool' ? 1 : 4],
    ['fills', fill === undefined ? 0 : 1],
    ['fill', fill ?? 0],
    ['outSize', outSize],
    ['inStart', inStart],
    ['outStart', outStart],
    ...numbered('size', ({ size }) => size),
    ...numbered('inStride', ({ inStride }) => inStride),
    ...numbered('outStride', ({ outStride }) => outStride),
  ]) as Parameters<'copy'>;
  emitter.emit({ op: 'copy', params, writes: [out], reads: [x] });
  return out;
}

/** x with its axes in that order. */
export function transposed(emitter: Emitter, x: tf.TensorInfo, order: readonly number[]): tf.TensorInfo | undefined {
  const shape = order.map((axis) => x.shape[axis]!);
  const strides = stridesOf(x.shape);
  const inStrides = order.map((axis) => strides[axis]!);
  return copied(emitter, x, shape, { sizes: shape, inStrides, outStrides: stridesOf(shape) });
}

/** x repeated along the axes where it has one element (or none) to be of that shape. */
export function broadcast(emitter: Emitter, x: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo | undefined {
  const missing = shape.length - x.shape.length;
  const strides = stridesOf(x.shape);
  const inStrides = shape.map((_, i) => (i < missing || x.shape[i - missing] === 1 ? 0 : strides[i - missing]!));
  return copied(emitter, x, shape, { sizes: shape, inStrides, outStrides: stridesOf(shape) });
}

/** The part of x that begins at `begin` and has that shape. */
export function sliced(
  emitter: Emitter,
  x: tf.TensorInfo,
  begin: readonly number[],
  shape: readonly number[],
): tf.TensorInfo | undefined {
  const inStrides = stridesOf(x.shape);
  const inStart = begin.reduce((sum, at, axis) => sum + at * inStrides[axis]!, 0);
  return copied(emitter, x, shape, { sizes: shape, inStrides, outStrides: stridesOf(shape), inStart });
}
