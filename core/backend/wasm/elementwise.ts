import type * as tf from '../tf.ts';
import { values } from './heap.ts';
import type { WasmBackend } from './heap.ts';

/** Values limited to [low, high]. NaN stays NaN, where the stock kernel makes it `low` and hides a diverged run. */
export function clip(backend: WasmBackend, x: tf.TensorInfo, low: number, high: number): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, x.dtype);
  const source = values(backend, x);
  const target = values(backend, out);
  for (let i = 0; i < source.length; i++) {
    const value = source[i]!;
    target[i] = value < low ? low : value > high ? high : value;
  }
  return out;
}
