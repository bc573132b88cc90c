import type { Instruction } from '../program/instruction.ts';
import { operations } from '../program/operations.ts';
import type { Operation } from '../program/operations.ts';
import { elementwise } from './operations/elementwise.ts';
import { images } from './operations/images.ts';
import { layout } from './operations/layout.ts';
import { matrix } from './operations/matrix.ts';
import { reductions } from './operations/reductions.ts';
import type { Traits, TraitsOf } from './operations/traits.ts';
import { updates } from './operations/updates.ts';

/** Every operation's kernel. */
const traits: TraitsOf<Operation> = { ...matrix, ...elementwise, ...reductions, ...layout, ...images, ...updates };

/** Bits of an instruction's flags. */
export const Flag = {
  /** All threads run it, each its part. */
  parallel: 1,
  /** All threads meet before it. */
  waitBefore: 2,
} as const;

const traitsOf = (instruction: Instruction<unknown>) => traits[instruction.op] as Traits<Operation>;

/** Scalar operations of an instruction, roughly; 0 when only one thread can run it. */
export const workOf = (instruction: Instruction<unknown>): number => traitsOf(instruction).work?.(instruction) ?? 0;

/** Bytes of memory that an instruction needs for itself while it runs. */
export const scratchOf = (instruction: Instruction<unknown>, threads: number): number =>
  traitsOf(instruction).scratch?.(instruction, threads) ?? 0;

const word = new DataView(new ArrayBuffer(4));

function floatBits(value: number): number {
  word.setFloat32(0, value, true);
  return word.getInt32(0, true);
}

/**
 * An instruction as the kernels read it, in 32-bit words: code and flags (upper half), length in words, address of the
 * scratch memory; then its parameters, its body, the addresses it writes and those it reads.
 */
export function encode(instruction: Instruction<number>, scratch: number, flags = 0): Int32Array {
  const params = Object.entries(operations[instruction.op]).map(([name, type]) => {
    const value = (instruction.params as Readonly<Record<string, number>>)[name]!;
    return type === 'float' ? floatBits(value) : value;
  });
  const { code, body } = traitsOf(instruction);
  const own = body?.(instruction) ?? ('sizes' in instruction ? [instruction.sizes.length, ...instruction.sizes] : []);
  const head = [code | (flags << 16), 0, scratch];
  const words = Int32Array.from([...head, ...params, ...own, ...instruction.writes, ...instruction.reads]);
  words[1] = words.length;
  return words;
}
