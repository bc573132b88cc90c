import * as tf from '../../tf.ts';
import type { Emitter, Lowering, Lowerings } from '../lowering.ts';
import { Reduction } from '../operations.ts';
import { transposed } from './strided-copy.ts';

const sizeOf = (shape: readonly number[]) => tf.util.sizeFromShape([...shape]);

/** `[outer, length, inner]` of a reduction over axes that are neighbours but for axes of one element, else undefined. */
function middleOf(shape: readonly number[], axes: readonly number[]): [number, number, number] | undefined {
  const reduced = axes.filter((axis) => shape[axis] !== 1);
  const first = Math.min(...reduced);
  const last = Math.max(...reduced);
  const between = shape.slice(first, last + 1).filter((size, i) => size !== 1 && !reduced.includes(first + i));
  if (between.length > 0) return undefined;
  return [sizeOf(shape.slice(0, first)), sizeOf(shape.slice(first, last + 1)), sizeOf(shape.slice(last + 1))];
}

function reduced(
  emitter: Emitter,
  x: tf.TensorInfo,
  axis: number | number[],
  keepDims: boolean,
  kind: number,
): tf.TensorInfo | undefined {
  if (x.dtype !== 'float32') return undefined;
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const shape = x.shape.flatMap((size, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [size]));
  if (axes.every((i) => x.shape[i] === 1)) return emitter.view(x, shape);
  const middle = middleOf(x.shape, axes);
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  // Axes apart are brought together at the end.
  const together = middle ? x : transposed(emitter, x, [...kept, ...axes]);
  if (together === undefined) return undefined;
  const out = emitter.output(shape, 'float32');
  const [outer, length, inner] = middle ?? [sizeOf(shape), sizeOf(axes.map((i) => x.shape[i]!)), 1];
  if (sizeOf(shape) > 0) {
    emitter.emit({ op: 'reduce', params: { kind, outer, length, inner }, writes: [out], reads: [together] });
  }
  if (together !== x) emitter.release(together);
  return out;
}

const reduction =
  (kind: number): Lowering =>
  (emitter, { x }, attributes) => {
    const axis = (attributes['axis'] ?? attributes['reductionIndices']) as number | number[];
    return reduced(emitter, x!, axis, attributes['keepDims'] === true, kind);
  };

const argReduction =
  (kind: number): Lowering =>
  (emitter, { x }, attributes) => {
    if (x!.dtype !== 'float32') return undefined;
    const axes = tf.util.parseAxisParam(attributes['axis'] as number, x!.shape);
    const axis = axes[0]!;
    const shape = x!.shape.filter((_, i) => i !== axis);
    const out = emitter.output(shape, 'int32');
    const params = {
      kind,
      outer: sizeOf(x!.shape.slice(0, axis)),
      length: x!.shape[axis]!,
      inner: sizeOf(x!.shape.slice(axis + 1)),
    };
    if (sizeOf(shape) > 0) emitter.emit({ op: 'argReduce', params, writes: [out], reads: [x!] });
    return out;
  };

const softmax =
  (log: number, dimension: string): Lowering =>
  (emitter, { logits: x }, attributes) => {
    const columns = x!.shape.at(-1) ?? 1;
    const dim = attributes[dimension] as number;
    if (x!.dtype !== 'float32' || (dim !== -1 && dim !== x!.shape.length - 1)) return undefined;
    const out = emitter.output(x!.shape, 'float32');
    const size = sizeOf(x!.shape);
    if (size > 0) {
      emitter.emit({ op: 'softmax', params: { rows: size / columns, columns, log }, writes: [out], reads: [x!] });
    }
    return out;
  };

/** Kernels that make fewer numbers of many, or that need such a number for each of theirs. */
export const reductions: Lowerings = {
  [tf.Sum]: reduction(Reduction.sum),
  [tf.Mean]: reduction(Reduction.mean),
  [tf.Max]: reduction(Reduction.max),
  [tf.Min]: reduction(Reduction.min),
  [tf.ArgMax]: argReduction(0),
  [tf.ArgMin]: argReduction(1),
  [tf.Softmax]: softmax(0, 'dim'),
  [tf.LogSoftmax]: softmax(1, 'axis'),
};
