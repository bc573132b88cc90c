import { normal, uniform } from '../../random/stream.ts';
import { stepTensor } from '../program/step-tensor.ts';
import * as tf from '../tf.ts';
import { hasKernel, registerReference, runKernel } from './kernel.ts';
import { Fused } from './names.ts';

const streams = { normal, uniform };

/** A stream of random numbers as core/random names it. */
export interface Stream {
  readonly kind: keyof typeof streams;
  /** uint32. */
  readonly seed: number;
  readonly name: string;
}

/** Attributes of the kernel. */
export interface PhiloxAttributes extends Stream {
  readonly shape: readonly number[];
}

/**
 * The first elements of a stream at the draw that belongs to a training step, the same bits wherever they are made.
 *
 * @param drawAt The number of the draw at each step: whole, from 0.
 */
export function randomNumbers(
  stream: Stream,
  drawAt: (step: number) => number,
  step: number,
  shape: readonly number[],
): tf.Tensor {
  const { kind, seed, name } = stream;
  const size = tf.util.sizeFromShape([...shape]);
  if (!hasKernel(Fused.philox)) {
    return stepTensor((at, into) => streams[kind](seed, name, drawAt(at), size, 0, into as Float32Array), step, shape);
  }
  return tf.tidy(() => {
    const counter = stepTensor((at, into) => writeWords(drawAt(at), into), step, [2], 'int32');
    return runKernel(Fused.philox, [counter], { kind, seed, name, shape })[0]!;
  });
}

/** A whole number up to 2^53 as two words of 32 bits, the lower one first. */
function writeWords(whole: number, into: Float32Array | Int32Array): void {
  // Stores to whole numbers of 32 bits wrap around.
  into[0] = whole % 4294967296;
  into[1] = Math.floor(whole / 4294967296);
}

registerReference(Fused.philox, ([counter], attributes) => {
  const { kind, seed, name, shape } = attributes as unknown as PhiloxAttributes;
  const [low, high] = new Uint32Array(Int32Array.from(counter!.values).buffer);
  const draw = low! + high! * 4294967296;
  return [{ shape, values: streams[kind](seed, name, draw, tf.util.sizeFromShape([...shape])) }];
});
