import * as tf from '../tf.ts';

/** Numbers of a step as a function of the step alone. */
export type StepNumbers = (step: number) => Float32Array | Int32Array;

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
export function stepTensor(numbers: StepNumbers, step: number, shape: readonly number[]): tf.Tensor {
  const values = numbers(step);
  const tensor = tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  listener?.input(tensor, numbers);
  return tensor;
}

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
