import type * as tf from '../tf.ts';
import { elements, values } from './heap.ts';
import type { WasmBackend } from './heap.ts';

/**
 * Row i of x is added to row segmentIds[i] of the output `[segments, ...]`, in the order of the rows; ids outside
 * [0, segments) are dropped. The gradient of a lookup in an embedding.
 */
export function unsortedSegmentSum(
  backend: WasmBackend,
  x: tf.TensorInfo,
  segmentIds: tf.TensorInfo,
  segments: number,
): tf.TensorInfo {
  const inner = x.shape.slice(segmentIds.shape.length);
  const out = backend.makeOutput([segments, ...inner], x.dtype);
  const source = values(backend, x);
  const ids = values(backend, segmentIds);
  const target = values(backend, out).fill(0);
  const width = elements(inner);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id < 0 || id >= segments) continue;
    const from = row * width;
    const to = id * width;
    for (let i = 0; i < width; i++) target[to + i] = target[to + i]! + source[from + i]!;
  }
  return out;
}
