import * as tf from '../../tf.ts';
import type { Emitter, Lowerings } from '../lowering.ts';
import { broadcast, copied, sliced, stridesOf, transposed } from './strided-copy.ts';

const sizeOf = (shape: readonly number[]) => tf.util.sizeFromShape([...shape]);

/** A tensor of one value; undefined where the operation cannot write it. */
function filled(emitter: Emitter, shape: readonly number[], dtype: tf.DataType, value: number) {
  // The bits of 0 are those of a whole number too.
  if (dtype !== 'float32' && (dtype !== 'int32' || value !== 0)) return undefined;
  const out = emitter.output(shape, dtype);
  const size = sizeOf(shape);
  if (size > 0) emitter.emit({ op: 'fill', params: { size, value }, writes: [out], reads: [] });
  return out;
}

/** Tensors side by side along an axis of `shape`, that of the result. */
function joined(emitter: Emitter, parts: readonly tf.TensorInfo[], shape: readonly number[], axis: number) {
  const { dtype } = parts[0]!;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return undefined;
  if (parts.some((part) => part.dtype !== dtype)) return undefined;
  const reads = parts.filter((part) => sizeOf(part.shape) > 0);
  if (reads.length === 1) return emitter.view(reads[0]!, shape);
  const out = emitter.output(shape, dtype);
  if (reads.length === 0) return out;
  const outer = sizeOf(shape.slice(0, axis));
  const sizes = reads.map((part) => sizeOf(part.shape) / outer);
  const params = { outer, bytes: dtype === 'bool' ? 1 : 4 };
  emitter.emit({ op: 'concat', params, sizes, writes: [out], reads });
  return out;
}

/** The parts of x of those sizes along an axis; `shapeOf` gives each one's shape. */
function parted(
  emitter: Emitter,
  x: tf.TensorInfo,
  axis: number,
  sizes: readonly number[],
  shapeOf: (size: number) => readonly number[],
) {
  if (x.dtype !== 'float32' && x.dtype !== 'int32' && x.dtype !== 'bool') return undefined;
  let start = 0;
  return sizes.map((size) => {
    const outer = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const width = x.shape[axis]! * inner;
    const axes = { sizes: [outer, size * inner], inStrides: [width, 1], outStrides: [size * inner, 1] };
    const part = copied(emitter, x, shapeOf(size), { ...axes, inStart: start * inner })!;
    start += size;
    return part;
  });
}

const axisOf = (axis: unknown, shape: readonly number[]) =>
  tf.util.parseAxisParam((axis ?? 0) as number, [...shape])[0]!;

/** Kernels that move data about without changing it. */
export const layout: Lowerings = {
  [tf.Transpose]: (emitter, { x }, { perm }) => transposed(emitter, x!, perm as number[]),
  [tf.BroadcastTo]: (emitter, { x }, { shape }) => broadcast(emitter, x!, shape as number[]),
  [tf.Slice]: (emitter, { x }, { begin, size }) => {
    const [from, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin as number[], size as number[]);
    tf.slice_util.assertParamsValid(x as tf.Tensor, from!, shape!);
    return sliced(emitter, x!, from!, shape!);
  },
  [tf.PadV2]: (emitter, { x }, attributes) => {
    const paddings = attributes['paddings'] as [number, number][];
    const fill = attributes['constantValue'] as number;
    if (x!.dtype === 'int32' && fill !== 0) return undefined;
    const shape = x!.shape.map((size, axis) => paddings[axis]![0] + size + paddings[axis]![1]);
    const outStrides = stridesOf(shape);
    const outStart = paddings.reduce((sum, [before], axis) => sum + before * outStrides[axis]!, 0);
    return copied(emitter, x!, shape, { sizes: x!.shape, inStrides: stridesOf(x!.shape), outStrides, outStart, fill });
  },
  [tf.Reverse]: (emitter, { x }, { dims }) => {
    const axes = tf.util.parseAxisParam(dims as number[], x!.shape);
    const outStrides = stridesOf(x!.shape);
    const inStrides = outStrides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    const inStart = axes.reduce((sum, axis) => sum + (x!.shape[axis]! - 1) * outStrides[axis]!, 0);
    return copied(emitter, x!, x!.shape, { sizes: x!.shape, inStrides, outStrides, inStart });
  },
  [tf.Tile]: (emitter, { x }, attributes) => {
    const reps = attributes['reps'] as number[];
    const shape = x!.shape.map((size, axis) => size * reps[axis]!);
    const inside = stridesOf(x!.shape);
    const outside = stridesOf(shape);
    return copied(emitter, x!, shape, {
      sizes: x!.shape.flatMap((size, axis) => [reps[axis]!, size]),
      inStrides: inside.flatMap((stride) => [0, stride]),
      outStrides: outside.flatMap((stride, axis) => [stride * x!.shape[axis]!, stride]),
    });
  },
  [tf.ExpandDims]: (emitter, { input }, { dim }) => {
    const at = dim as number;
    const shape = [...input!.shape];
    shape.splice(at < 0 ? shape.length + 1 + at : at, 0, 1);
    return emitter.view(input!, shape);
  },
  [tf.Concat]: (emitter, inputs, attributes) => {
    const parts = Object.values(inputs);
    const axis = axisOf(attributes['axis'], parts[0]!.shape);
    const shape = [...parts[0]!.shape];
    shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
    return joined(emitter, parts, shape, axis);
  },
  [tf.Pack]: (emitter, inputs, attributes) => {
    const parts = Object.values(inputs);
    const at = attributes['axis'] as number;
    const shape = [...parts[0]!.shape];
    const axis = at < 0 ? shape.length + 1 + at : at;
    shape.splice(axis, 0, parts.length);
    return joined(emitter, parts, shape, axis);
  },
  [tf.Unpack]: (emitter, { value }, attributes) => {
    const axis = axisOf(attributes['axis'], value!.shape);
    const shape = value!.shape.filter((_, i) => i !== axis);
    return parted(emitter, value!, axis, Array<number>(value!.shape[axis]!).fill(1), () => shape);
  },
  [tf.SplitV]: (emitter, { x }, { numOrSizeSplits, axis }) => {
    const at = axisOf(axis, x!.shape);
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits as number[], at);
    return parted(emitter, x!, at, sizes, (size) => x!.shape.map((whole, i) => (i === at ? size : whole)));
  },
  [tf.Fill]: (emitter, _, { shape, value, dtype }) =>
    filled(emitter, shape as number[], (dtype ?? 'float32') as tf.DataType, value as number),
  [tf.ZerosLike]: (emitter, { x }) => filled(emitter, x!.shape, x!.dtype, 0),
  [tf.OnesLike]: (emitter, { x }) => filled(emitter, x!.shape, x!.dtype, 1),
};
