import * as tf from '../tf.ts';

/** Writes down the numbers of a step, which are a function of the step alone: all of `into`, each time. */
export type StepNumbers = (step: number, into: Float32Array | Int32Array) => void;

/** Hears of what enters and leaves a step. */
export interface StepListener {
  input(tensor: tf.Tensor, numbers: StepNumbers): void;
  result(name: string, value: tf.Tensor): void;
}

let listener: StepListener | undefined;

/**
 * A tensor whose values change from step to step: data, schedules, counters. Whatever a recorded step must be given anew
 * each time has to be made here; any other tensor made from numbers is taken for a constant.
 */
export function stepTensor(
  numbers: StepNumbers,
  step: number,
  shape: readonly number[],
  dtype: 'float32' | 'int32' = 'float32',
): tf.Tensor {
  const values = stepValues(dtype, tf.util.sizeFromShape([...shape]));
  numbers(step, values);
  const tensor = tf.tensor(values, [...shape], dtype);
  listener?.input(tensor, numbers);
  return tensor;
}

/** Room for the numbers of a step. */
export const stepValues = (dtype: 'float32' | 'int32', size: number): Float32Array | Int32Array =>
  dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);

/** Names one number that is worth reading after a step. The last value of a name counts. */
export function stepResult(name: string, value: tf.Tensor): void {
  listener?.result(name, value);
}

/** Tells a listener of everything that enters and leaves the steps made while `work` runs. */
export function listeningToSteps<T>(heard: StepListener, work: () => T): T {
  const before = listener;
  listener = heard;
  try {
    return work();
  } finally {
    listener = before;
  }
}
