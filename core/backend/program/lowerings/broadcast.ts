import type * as tf from '../../tf.ts';
import type { ElementType, Load } from '../chain.ts';
import type { Emitter } from '../lowering.ts';

/** A tensor as a chain reads it. */
export interface Operand {
  readonly info: tf.TensorInfo;
  readonly load: Load;
  /** Made for this chain alone: to be given back after it. */
  readonly temporary?: boolean;
}

/**
 * How a chain of results of `shape` reads each operand, whose shape broadcasts to it; undefined for shapes that neither a
 * `Load` nor a copy can express.
 */
export function broadcast(
  _emitter: Emitter,
  operands: readonly tf.TensorInfo[],
  shape: readonly number[],
): readonly Operand[] | undefined {
  const loads = operands.map((info) => loadOf(info, shape));
  if (loads.some((load) => load === undefined)) return undefined;
  return operands.map((info, index) => ({ info, load: loads[index]! }));
}

/** Kept axes in one piece: what is before them makes the operand start anew, what is after them repeats its elements. */
function loadOf({ shape: own, dtype }: tf.TensorInfo, shape: readonly number[]): Load | undefined {
  const sizes = [...shape.map(() => 1), ...own].slice(-shape.length);
  let repeat = 1;
  let period = 1;
  let before = false;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 1) continue;
    if (sizes[axis] === 1) {
      if (period === 1) repeat *= size;
      else before = true;
    } else if (before) return undefined;
    else period *= size;
  }
  if (period === 1) repeat = 1;
  return { dtype: dtype as ElementType, repeat, period };
}
