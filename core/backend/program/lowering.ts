import type * as tf from '../tf.ts';
import type { Instruction } from './instruction.ts';

/** Where a lowering puts what it makes of a kernel: run at once (eager), or written down (recorded). */
export interface Emitter {
  /** A new tensor; its memory is not set. */
  output(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  emit(instruction: Instruction<tf.TensorInfo>): void;
  /** The same data under another shape: nothing is copied. */
  view(info: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo;
  /** Gives back a tensor that the lowering made for itself. */
  release(info: tf.TensorInfo): void;
}

/**
 * What a tfjs kernel is in operations: emits instructions and returns the outputs, or undefined, before anything is
 * emitted, for inputs it does not cover (int32 arithmetic, say), which are left to tfjs and cannot be recorded.
 * Empty tensors never come here with work to do: a lowering of an empty output emits nothing.
 */
export type Lowering = (
  emitter: Emitter,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attributes: Readonly<Record<string, unknown>>,
) => tf.TensorInfo | readonly tf.TensorInfo[] | undefined;

/** Lowerings by the tfjs name of the kernel. */
export type Lowerings = Readonly<Record<string, Lowering>>;
