import { expect } from 'vitest';
import type { InstructionOf, Parameters } from '../program/instruction.ts';
import { Activation } from '../program/operations.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import { encode, scratchOf } from './encode.ts';
import { instantiate, loadKernels } from './kernel-files.ts';
import type { Arithmetic, Kernels } from './kernel-files.ts';

// The matrix kernels on a memory of their own, for tests against plain loops in double precision.

type Matrix = InstructionOf<'gemm' | 'conv' | 'convInput' | 'convFilter', number>;
export type Epilogue = Pick<Parameters<'gemm'>, 'hasBias' | 'activation' | 'alpha'>;

const memory = new WebAssembly.Memory({ initial: 512, maximum: 65536, shared: true });
const barrierAddress = 256;
const instructionAddress = 1024;
const scratchAddress = 65536;
export const kernels = new Map<Arithmetic, Kernels>();

/** Loads the builds that this engine can run. */
export async function loadMatrixKernels(): Promise<void> {
  const folder = await wasmPathInNode();
  for (const arithmetic of ['reproducible', 'fast'] as const) {
    // Where the engine lacks fused multiply-adds only the reproducible build can be tried.
    const module = await loadKernels(folder, arithmetic, true).catch(() => undefined);
    if (module) kernels.set(arithmetic, instantiate(module, memory));
  }
  expect(kernels.has('reproducible')).toBe(true);
}

/** Values in [-1, 1), the same on every run. */
export const noise = (size: number, start = 0) =>
  Float32Array.from({ length: size }, (_, i) => (((start + i + 1) * 0.6180339887498949) % 1) * 2 - 1);

export interface Launch {
  readonly arithmetic?: Arithmetic;
  /** Bytes that everything is moved by. */
  readonly shift?: number;
  /** How many threads share the work; here they run one after another. */
  readonly threads?: number;
}

/** What a matrix operation writes; nothing outside the result may change. */
export function run(
  { op, params }: { [O in Matrix['op']]: Pick<InstructionOf<O, number>, 'op' | 'params'> }[Matrix['op']],
  inputs: readonly Float32Array[],
  size: number,
  { arithmetic = 'reproducible', shift = 0, threads = 1 }: Launch = {},
): Float32Array {
  const unplaced = { op, params, reads: [], writes: [] } as unknown as Matrix;
  const scratch = scratchAddress + shift;
  let at = scratch + scratchOf(unplaced, threads) + 64;
  const place = (values: Float32Array) => {
    const address = at;
    new Float32Array(memory.buffer, address, values.length).set(values);
    at += 4 * values.length;
    return address;
  };
  const guard = new Float32Array(8).fill(7);
  const reads = inputs.map(place);
  place(guard);
  const out = place(new Float32Array(size).fill(Number.NaN));
  place(guard);
  const words = encode({ ...unplaced, reads, writes: [out] }, scratch, 1);
  new Int32Array(memory.buffer, instructionAddress, words.length).set(words);
  for (let thread = 0; thread < threads; thread++) {
    const end = instructionAddress + words.byteLength;
    // The first word of the barrier counts who has arrived: all the others, so that this one does not wait for them.
    new Int32Array(memory.buffer, barrierAddress, 1)[0] = threads - 1;
    kernels.get(arithmetic)!.run(instructionAddress, end, thread, threads, barrierAddress);
  }
  const around = new Float32Array(memory.buffer, out - 32, size + 16);
  expect([...around.subarray(0, 8), ...around.subarray(8 + size)]).toEqual(Array<number>(16).fill(7));
  return around.slice(8, 8 + size);
}

/** Largest difference from the truth, as a share of the largest number there; NaN where only one side is finite. */
export function error(actual: Float32Array, expected: Float64Array): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  let difference = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - actual[i]!));
  });
  return largest === 0 ? difference : difference / largest;
}

/** Single precision, sums of a few thousand numbers. */
export const tolerance = 4e-6;

export const arithmetics = () => [...kernels.keys()];

export const none: Epilogue = { hasBias: 0, activation: Activation.none, alpha: 0 };

/** What an epilogue makes of stored results, each operation rounded to single precision. */
export function finished(
  stored: Float32Array,
  bias: Float32Array | undefined,
  { activation, alpha }: Epilogue,
): Float32Array {
  return stored.map((value, i) => {
    const x = bias ? Math.fround(value + bias[i % bias.length]!) : value;
    if (activation === Activation.relu) return Math.max(x, 0);
    return activation === Activation.leakyRelu && !(x > 0) ? Math.fround(Math.fround(alpha) * x) : x;
  });
}

export const epilogues: readonly Epilogue[] = [
  { hasBias: 1, activation: Activation.none, alpha: 0 },
  { hasBias: 0, activation: Activation.relu, alpha: 0 },
  { hasBias: 1, activation: Activation.leakyRelu, alpha: 0.2 },
];
