import { beforeAll, expect } from 'vitest';
import { startBackend } from '../backend.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';
import type { FusedName } from './names.ts';

/** Sizes around the width of a vector, primes, and enough for several blocks. */
export const oddSizes: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 17, 31, 4093, 4096, 4097, 12_289];

/** Values in [-1, 1) times `scale`, the same on every run. */
export const draws = (size: number, start: number, scale = 1): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => ((((start + i + 1) * 0.6180339887498949) % 1) * 2 - 1) * scale);

export function startWasmBeforeAll(): void {
  beforeAll(async () => {
    await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  });
}

/** What `compute` returns on a backend, and checks that it leaves no other tensor. */
export async function on(backend: 'cpu' | 'wasm', compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const outputs = tf.tidy(compute);
  const values = outputs.map((tensor) => tensor.dataSync<'float32'>().slice());
  tf.dispose(outputs);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

/** What `compute` returns on a backend that lacks the kernel: cpu without its reference. */
export async function composed(name: FusedName, compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  const reference = tf.getKernel(name, 'cpu');
  tf.unregisterKernel(name, 'cpu');
  try {
    return await on('cpu', compute);
  } finally {
    tf.registerKernel(reference);
  }
}

/** Compares element by element, relative to the largest expected magnitude (at least 1). */
export function expectNear(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
  tolerance: number,
  what = '',
): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  actual.forEach((values, index) => {
    const reference = expected[index]!;
    const scale = reference.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    const at = values.findIndex((value, i) => !(Math.abs(value - reference[i]!) < tolerance * scale));
    expect(at, `${what}, output ${index}, element ${at}: ${values[at]} for ${reference[at]}`).toBe(-1);
  });
}

/** Every NaN is the same here: processors differ in its sign and payload. */
const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(Float32Array.from(values, (value) => (Number.isNaN(value) ? NaN : value)).buffer);

/** Compares bit by bit, so that 0 and -0 differ. */
export function expectSameBits(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  actual.forEach((values, index) => {
    const [a, b] = [bitsOf(values), bitsOf(expected[index]!)];
    const at = a.findIndex((word, i) => word !== b[i]);
    expect(at, `output ${index}, element ${at}: ${values[at]} against ${expected[index]![at]}`).toBe(-1);
  });
}
