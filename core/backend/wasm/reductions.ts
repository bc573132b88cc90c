import type * as tf from '../tf.ts';
import { elements, values } from './heap.ts';
import type { Values } from './heap.ts';
import type { WasmBackend } from './heap.ts';

/**
 * Sum (or mean) of a tensor over axes: a mean is float32, a sum of the tensor's own type. Accumulates in double precision and in a fixed order, where the stock
 * kernel adds naively in single precision (a million times 0.1 came to 100958), and needs no transpose to sum over
 * leading axes, as the gradient of a bias does.
 */
export function reduceSum(
  backend: WasmBackend,
  x: tf.TensorInfo,
  axes: readonly number[],
  keepDims: boolean,
  mean: boolean,
): tf.TensorInfo {
  const outShape = x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
  const out = backend.makeOutput(outShape, mean ? 'float32' : x.dtype);
  const source = values(backend, x);
  const target = values(backend, out);
  const divisor = mean ? elements(axes.map((axis) => x.shape[axis]!)) : 1;
  const groups = alternatingGroups(x.shape, axes);
  const sums = addUp(source, groups);
  for (let i = 0; i < sums.length; i++) target[i] = sums[i]! / divisor;
  return out;
}

/** Sizes of the shape with neighbouring axes of one kind merged: kept, reduced, kept, reduced, ..., kept. */
function alternatingGroups(shape: readonly number[], axes: readonly number[]): number[] {
  const groups = [1];
  shape.forEach((size, axis) => {
    const reduced = axes.includes(axis);
    const last = groups.length - 1;
    const lastReduced = last % 2 === 1;
    if (size === 1) return;
    if (reduced === lastReduced) groups[last] = groups[last]! * size;
    else groups.push(size);
  });
  if (groups.length % 2 === 0) groups.push(1);
  return groups;
}

/** Sums over every second group, the innermost first; `groups` begins and ends with a kept one. */
function addUp(source: Values | Float64Array, groups: readonly number[]): Values | Float64Array {
  if (groups.length === 1) return source;
  const kept = groups[groups.length - 1]!;
  const reduced = groups[groups.length - 2]!;
  const outer = elements(groups.slice(0, -2));
  const sums = new Float64Array(outer * kept);
  if (kept === 1) for (let i = 0; i < outer; i++) sums[i] = sumOfRun(source, i * reduced, reduced);
  else {
    for (let i = 0, from = 0; i < outer; i++) {
      const to = i * kept;
      for (let r = 0; r < reduced; r++, from += kept) {
        for (let k = 0; k < kept; k++) sums[to + k] = sums[to + k]! + source[from + k]!;
      }
    }
  }
  const rest = groups.slice(0, -2);
  rest[rest.length - 1] = rest[rest.length - 1]! * kept;
  return addUp(sums, rest);
}

function sumOfRun(source: Values | Float64Array, start: number, length: number): number {
  // Four chains hide the latency of the addition.
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = start + length - (length % 4);
  let i = start;
  for (; i < whole; i += 4) {
    a += source[i]!;
    b += source[i + 1]!;
    c += source[i + 2]!;
    d += source[i + 3]!;
  }
  for (; i < start + length; i++) a += source[i]!;
  return a + b + (c + d);
}
