import * as tf from '../tf.ts';
import { hasKernel, registerReference, runKernel } from './kernel.ts';
import { Fused } from './names.ts';

/**
 * Euclidean norm of many tensors together, summed in double precision; NaN or Infinity where an element is. Infinity
 * too where the norm itself is beyond float32.
 */
export function norm(tensors: readonly tf.Tensor[]): tf.Scalar {
  if (!hasKernel(Fused.norm)) {
    return tf.sqrt(
      tensors.map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor))).reduce((sum, next) => tf.add(sum, next)),
    );
  }
  return runKernel(Fused.norm, tensors, {})[0] as tf.Scalar;
}

/** Elements summed by themselves; a kernel that divides its work must do so between blocks to get the same bits. */
export const normBlock = 4096;

registerReference(Fused.norm, (tensors) => {
  let sum = 0;
  for (const { values } of tensors) {
    for (let start = 0; start < values.length; start += normBlock) {
      sum += squareSum(values.subarray(start, start + normBlock));
    }
  }
  return [{ shape: [], values: Float32Array.of(Math.sqrt(sum)) }];
});

/** Eight sums, one for each residue of the index, then what is left of the length after whole eights. */
function squareSum(block: Float32Array): number {
  const sums = new Float64Array(8);
  const whole = block.length - (block.length % 8);
  for (let i = 0; i < whole; i++) sums[i % 8]! += block[i]! * block[i]!;
  const pair = (i: number): number => sums[i]! + sums[i + 1]!;
  let sum = pair(0) + pair(2) + (pair(4) + pair(6));
  for (let i = whole; i < block.length; i++) sum += block[i]! * block[i]!;
  return sum;
}
