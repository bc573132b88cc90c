import { gradientOf, valueAndGradients } from '../gradients.ts';
import type { OpCase } from '../op-suite.ts';
import * as tf from '../tf.ts';

/** What a backend makes of a case: outputs, and what L = sum(weights * outputs) has for derivatives. */
export interface OpResults {
  readonly value: Float32Array;
  /** dL/dinputs, all inputs in one run. */
  readonly gradient: Float32Array;
  /** The Hessian of L times a fixed direction, all inputs in one run. */
  readonly curvature: Float32Array;
}

/** Draws in [0, 1), the same everywhere: the fractional parts of multiples of the golden ratio. */
function draws(count: number, start: number): number[] {
  return Array.from({ length: count }, (_, i) => ((start + i + 1) * 0.6180339887498949) % 1);
}

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Least distance from a kink, and between inputs whose order matters; finite differences step a fifth of it. */
const margin = 0.05;
const step = margin / 5;

/** The case's inputs, one run of values. */
export function inputsOf({ inputs, low = -1.5, high = 1.5, kinks = [], apart = false }: OpCase): number[] {
  const count = inputs.reduce((sum, shape) => sum + size(shape), 0);
  const values = draws(count, 3).map((draw) => low + (high - low) * draw);
  if (apart) {
    const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
    order.forEach(({ index }, rank) => (values[index] = low + ((high - low) * rank) / Math.max(1, count - 1)));
  }
  return values.map((value) => {
    const kink = kinks.find((at) => Math.abs(value - at) < margin);
    return kink === undefined ? value : kink + (value < kink ? -margin : margin);
  });
}

/** A direction with entries in [-1, 1]. */
const direction = (count: number, start: number): number[] => draws(count, start).map((draw) => 2 * draw - 1);

function tensorsOf({ inputs }: OpCase, values: readonly number[]): tf.Tensor[] {
  let offset = 0;
  return inputs.map((shape) => {
    const part = values.slice(offset, offset + size(shape));
    offset += size(shape);
    return tf.tensor(part, [...shape], 'float32');
  });
}

const flat = (tensors: readonly tf.Tensor[]) => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));

function weighted(output: tf.Tensor): tf.Tensor {
  return tf.mul(output, tf.tensor(direction(output.size, 11), output.shape, 'float32'));
}

function gradients(f: (inputs: tf.Tensor[]) => tf.Scalar, inputs: tf.Tensor[]): tf.Tensor[] {
  const wrt = Object.fromEntries(inputs.map((input, index) => [String(index), input]));
  const found = valueAndGradients(() => ({ total: f(inputs), extra: {} }), wrt).gradients;
  return inputs.map((_, index) => found[String(index)]!);
}

/** Runs a case on the current backend at these inputs. */
export async function evaluate(op: OpCase, values: readonly number[]): Promise<OpResults> {
  const { value, gradient, curvature } = tf.tidy(() => {
    const inputs = tensorsOf(op, values);
    const along = tensorsOf(op, direction(values.length, 29));
    const loss = (at: tf.Tensor[]) => tf.sum<tf.Scalar>(weighted(op.run(at)));
    const slopeAlong = (at: tf.Tensor[]) => {
      const parts = at.map((input, index) => {
        const replaced = (x: tf.Tensor) => loss(at.map((other, i) => (i === index ? x : other)));
        return tf.sum<tf.Scalar>(tf.mul(gradientOf(replaced, input), along[index]!));
      });
      return parts.reduce((sum, part) => tf.add<tf.Scalar>(sum, part));
    };
    return {
      value: flat([op.run(inputs)]),
      gradient: flat(gradients(loss, inputs)),
      curvature: flat(gradients(slopeAlong, inputs)),
    };
  });
  const read = async (tensor: tf.Tensor) => Float32Array.from(await tensor.data());
  const results = { value: await read(value), gradient: await read(gradient), curvature: await read(curvature) };
  tf.dispose([value, gradient, curvature]);
  return results;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Slopes of L and of its slope along the curvature's direction: analytic beside central differences. */
export interface SlopeCheck {
  readonly gradient: readonly [analytic: number, numeric: number];
  readonly curvature: readonly [analytic: number, numeric: number];
}

/** Compares derivatives along one direction with central differences of what they are derivatives of. */
export async function checkSlopes(op: OpCase, start: number): Promise<SlopeCheck> {
  const values = inputsOf(op);
  const towards = direction(values.length, start);
  const at = (distance: number) => values.map((value, i) => value + distance * towards[i]!);
  const here = await evaluate(op, values);
  const ahead = await evaluate(op, at(step));
  const behind = await evaluate(op, at(-step));
  const loss = ({ value }: OpResults) => dot(value, direction(value.length, 11));
  const slope = ({ gradient }: OpResults) => dot(gradient, direction(values.length, 29));
  return {
    gradient: [dot(here.gradient, towards), (loss(ahead) - loss(behind)) / (2 * step)],
    curvature: [dot(here.curvature, towards), (slope(ahead) - slope(behind)) / (2 * step)],
  };
}

/** Largest difference relative to the larger of 1 and the reference's largest entry. */
export function difference(actual: Float32Array, reference: Float32Array): number {
  if (actual.length !== reference.length) return Infinity;
  let scale = 1;
  let largest = 0;
  for (let i = 0; i < reference.length; i++) {
    scale = Math.max(scale, Math.abs(reference[i]!));
    const error = Math.abs(actual[i]! - reference[i]!);
    largest = Number.isNaN(error) ? Infinity : Math.max(largest, error);
  }
  return largest / scale;
}
