import type { InstructionOf } from '../../program/instruction.ts';
import type { Operation } from '../../program/operations.ts';

/** What the encoder must know of an operation's kernel in WebAssembly. */
export interface Traits<O extends Operation> {
  /** The number under which `assembly/index.ts` knows it. */
  readonly code: number;
  /**
   * Scalar operations, roughly: an instruction of too few is not worth dividing. Left out for a kernel that only one
   * thread can run.
   */
  readonly work?: (instruction: InstructionOf<O, unknown>) => number;
  /** Bytes of memory that the kernel needs for itself while it runs, on that many threads. */
  readonly scratch?: (instruction: InstructionOf<O, unknown>, threads: number) => number;
  /** The words between the parameters and the addresses; by default those of `sizes`, after their count. */
  readonly body?: (instruction: InstructionOf<O, unknown>) => Int32Array;
}

/** Traits of a family of operations. */
export type TraitsOf<O extends Operation> = { readonly [K in O]: Traits<K> };
