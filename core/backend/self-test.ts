import { selfTestCases } from './self-test-cases.ts';
import * as tf from './tf.ts';

/** How one kernel fared in the self-test. */
export interface KernelCheck {
  readonly kernel: string;
  readonly passed: boolean;
  /** Largest error against the reference, relative to the larger of 1 and the reference; Infinity when it failed. */
  readonly error: number;
  readonly tolerance: number;
}

/**
 * Runs what a training step needs on the current backend and compares it with references computed in double
 * precision. A kernel that throws is a failed check, never an error of the self-test.
 */
export async function runSelfTest(): Promise<KernelCheck[]> {
  const checks: KernelCheck[] = [];
  const pending: { kernel: string; expected: readonly number[]; tolerance: number; output: tf.Tensor }[] = [];
  for (const { kernel, run, expected, tolerance } of selfTestCases) {
    try {
      const output = tf.tidy(() => tf.reshape(tf.cast(run(), 'float32'), [-1]));
      pending.push({ kernel, expected, tolerance, output });
    } catch {
      checks.push({ kernel, passed: false, error: Infinity, tolerance });
    }
  }
  // One read of everything: on a GPU each costs as much as all the arithmetic here.
  const all = tf.tidy(() => tf.concat(pending.map(({ output }) => output)));
  const values = await all.data();
  all.dispose();
  let offset = 0;
  for (const { kernel, expected, tolerance, output } of pending) {
    const actual = values.subarray(offset, offset + output.size);
    offset += output.size;
    output.dispose();
    const error = largestError(actual, expected);
    checks.push({ kernel, passed: error <= tolerance, error, tolerance });
  }
  return checks;
}

function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  expected.forEach((reference, index) => {
    const value = actual[index]!;
    if (Object.is(value, reference) || value === reference) return;
    const error = Math.abs(value - reference) / Math.max(1, Math.abs(reference));
    largest = Number.isFinite(error) ? Math.max(largest, error) : Infinity;
  });
  return largest;
}
