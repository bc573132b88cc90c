import * as tf from '../tf.ts';
import { hasKernel, registerReference, runKernel } from './kernel.ts';
import { Fused } from './names.ts';

/** An exponential moving average and what it follows, of one shape. */
export interface Followed {
  readonly average: tf.Tensor;
  readonly parameter: tf.Tensor;
}

/** `decay average + (1 - decay) parameter` of each pair, with the decay rounded to float32: new tensors. */
export function average(decay: number, pairs: readonly Followed[]): tf.Tensor[] {
  if (!hasKernel(Fused.average)) {
    const rest = 1 - Math.fround(decay);
    return pairs.map((pair) => tf.add(tf.mul(pair.average, decay), tf.mul(pair.parameter, rest)));
  }
  return runKernel(
    Fused.average,
    pairs.flatMap((pair) => [pair.average, pair.parameter]),
    { decay },
  );
}

registerReference(Fused.average, (tensors, attributes) => {
  const f = Math.fround;
  const decay = f(attributes['decay'] as number);
  const rest = f(1 - decay);
  return Array.from({ length: tensors.length / 2 }, (_, pair) => {
    const [{ shape, values: averages }, { values: parameters }] = [tensors[2 * pair]!, tensors[2 * pair + 1]!];
    return { shape, values: averages.map((value, i) => f(decay * value) + f(rest * parameters[i]!)) };
  });
});
