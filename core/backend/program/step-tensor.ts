import * as tf from '../tf.ts';

/** Numbers of a step as a function of the step alone. */
export type StepNumbers = (step: number) => Float32Array | Int32Array;

type Listener = (tensor: tf.Tensor, numbers: StepNumbers) => void;

let listener: Listener | undefined;

/**
 * A tensor whose values change from step to step: data, schedules, counters. Whatever a recorded step must be given anew
 * each time has to be made here; any other tensor made from numbers is taken for a constant.
 */
export function stepTensor(numbers: StepNumbers, step: number, shape: readonly number[]): tf.Tensor {
  const values = numbers(step);
  const tensor = tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  listener?.(tensor, numbers);
  return tensor;
}

/** Tells `heard` of every step tensor made while `work` runs. */
export function listeningToStepTensors<T>(heard: Listener, work: () => T): T {
  const before = listener;
  listener = heard;
  try {
    return work();
  } finally {
    listener = before;
  }
}
