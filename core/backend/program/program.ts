import type * as tf from '../tf.ts';
import type { Arithmetic } from '../wasm/kernel-files.ts';
import type { Instruction } from './instruction.ts';

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** Memory that a program needs. */
export interface ProgramBuffer {
  readonly bytes: number;
  /**
   * `constant`: set once, with `values`. `input`: written before every run. `state`: lives from step to step.
   * `temporary`: of no meaning outside a run. `result`: read after a run.
   */
  readonly kind: 'constant' | 'input' | 'state' | 'temporary' | 'result';
  readonly values?: Numbers;
}

/** A tensor that lives from step to step: its buffer as a step finds it, and as the step leaves it. */
export interface StateSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly before: number;
  /** Equal to `before` for what the step does not change. */
  readonly after: number;
}

/**
 * A training step as instructions over numbered buffers. Every buffer is written by at most one instruction, before it is
 * read. `before` and `after` of a state slot trade places from step to step, so a step that is given up changes nothing.
 */
export interface Program {
  readonly buffers: readonly ProgramBuffer[];
  readonly instructions: readonly Instruction<number>[];
  readonly state: readonly StateSlot[];
}

/** A program with memory of its own, ready to run over and over without allocating anything. */
export interface LoadedProgram {
  /** Memory that it holds. */
  readonly bytes: number;
  /** Operations or dispatches of one run. */
  readonly dispatches: number;
  readonly threads: number;
  /** What its kernels really compute with, where there is a choice. */
  readonly arithmetic?: Arithmetic;
  /** Sets an input or a slot of the state; by number of the buffer. */
  write(buffer: number, values: Numbers): void;
  /** Sets what the next run starts from. @throws Error for another size. */
  writeState(name: string, values: Float32Array): void;
  /** The same with the values of a tensor of the current tfjs backend, which never leave the device. */
  takeState(name: string, tensor: tf.Tensor): void;
  /**
   * Runs the step on the present state; its results can be read, and its state is taken over by `commit` or forgotten by
   * the next run.
   * @throws InterruptedError when `interrupted`, asked every few milliseconds, says yes.
   */
  run(interrupted?: () => boolean): void;
  /**
   * Where steps wait in line for a device and it is as far behind as it may be: resolves when there is room for the next
   * run. Undefined, or missing, where there is.
   */
  idle?(): Promise<unknown> | undefined;
  commit(): void;
  /** A result of the last run, at once and until the next one; undefined where that would stall the device. */
  result(buffer: number): Float32Array | undefined;
  /** Results of the last run, one float for each buffer. */
  readResults(buffers: readonly number[]): Promise<Float32Array>;
  /** The present state. */
  readState(): Promise<Readonly<Record<string, Float32Array>>>;
  /** A copy of one slot of the present state, on the current tfjs backend. */
  tensor(name: string): tf.Tensor;
  dispose(): void;
}
