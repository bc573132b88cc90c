import { beforeAll, expect, it } from 'vitest';
import type { InstructionOf } from '../program/instruction.ts';
import { slotsOfRule } from '../program/operations.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import { encode } from '../wasm/encode.ts';
import { instantiate, loadKernels } from '../wasm/kernel-files.ts';
import type { Kernels } from '../wasm/kernel-files.ts';
import { draws, expectSameBits } from './testing.ts';

const memory = new WebAssembly.Memory({ initial: 8 });
let kernels: Kernels;

beforeAll(async () => {
  kernels = instantiate(await loadKernels(await wasmPathInNode(), 'reproducible'), memory);
});

type Update = InstructionOf<'optimise' | 'average', number>;

/** Runs an instruction, of which every tensor has `size` elements, on inputs at fixed places. */
function run(instruction: Update, size: number): Float32Array[] {
  new Float32Array(memory.buffer).fill(0);
  instruction.reads.forEach((address, index) => {
    new Float32Array(memory.buffer, address, size).set(draws(size, index).map(Math.abs));
  });
  const words = encode(instruction, 0);
  new Int32Array(memory.buffer, 64, words.length).set(words);
  kernels.run(64, 64 + words.byteLength, 0, 1, 0);
  return instruction.writes.map((address) => new Float32Array(memory.buffer, address, size).slice());
}

const place = (index: number): number => 4096 * (index + 1);

it.each(slotsOfRule.map((slots, rule) => [rule, slots] as const))(
  'update rule %i may write over what it reads',
  (rule, slots) => {
    const apart = Array.from({ length: 1 + slots }, (_, index) => place(10 + index));
    const reads = [0, 1, 2, 3, 4, 5].slice(0, 3 + slots).map(place);
    const over = [place(1), ...reads.slice(3)];
    const move = (writes: readonly number[]): Update => {
      return { op: 'optimise', params: { rule, a: 0.9, b: 0.99, c: 1e-3 }, sizes: [23], writes, reads };
    };
    expectSameBits(run(move(over), 23), run(move(apart), 23));
  },
);

it('an average may be written over the one before', () => {
  const move = (out: number): Update => {
    return { op: 'average', params: { decay: 0.9 }, sizes: [23], writes: [out], reads: [place(0), place(1)] };
  };
  const [moved] = run(move(place(0)), 23);
  expectSameBits([moved!], run(move(place(2)), 23));
  expect(new Set(moved).size).toBeGreaterThan(10);
});
