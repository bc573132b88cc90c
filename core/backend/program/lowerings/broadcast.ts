import * as tf from '../../tf.ts';
import type { ElementType, Load } from '../chain.ts';
import type { Emitter } from '../lowering.ts';
import { broadcast } from './strided-copy.ts';

/** A tensor as a chain reads it. */
export interface Operand {
  readonly info: tf.TensorInfo;
  readonly load: Load;
  /** Made for this chain alone: to be given back after it. */
  readonly temporary?: boolean;
}

/**
 * How a chain of results of `shape` reads each operand, whose shape broadcasts to it. What no `Load` can express is
 * copied out first; undefined, with nothing emitted, where a copy can't either.
 */
export function operandsOf(
  emitter: Emitter,
  infos: readonly tf.TensorInfo[],
  shape: readonly number[],
): readonly Operand[] | undefined {
  const loads = infos.map((info) => loadOf(info, shape));
  // A copy has six axes; broadcasts of more are unheard of.
  if (shape.length > 6 && loads.includes(undefined)) return undefined;
  return infos.map((info, index): Operand => {
    const load = loads[index];
    if (load !== undefined) return { info, load };
    const copy = broadcast(emitter, info, shape)!;
    const whole = { dtype: info.dtype as ElementType, repeat: 1, period: tf.util.sizeFromShape([...shape]) };
    return { info: copy, load: whole, temporary: true };
  });
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
