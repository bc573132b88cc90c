import * as tf from '../tf.ts';
import type { NormAttributes } from './normalise-sizes.ts';
import { normSizes } from './normalise-sizes.ts';

/** A shape of three axes, the last one the channels, and the axes over which statistics are taken in it. */
export function grouped(shape: readonly number[], channels: number, layer: boolean) {
  const { rows, columns } = normSizes(shape, channels, layer);
  return layer
    ? { shape: [rows, columns / channels, channels], axes: [1, 2] }
    : { shape: [1, rows, channels], axes: [1] };
}

/**
 * Gradients of the gradients of a normalisation. With x' the standardised x, d the standard deviation, M the mean over
 * what is normalised together, u = dy scale and P(v) = (v - M[v] - x' M[v x']) / d, which is how a gradient v in x'
 * becomes one in x, normBackward computes `dx = P(u)`, `dscale = sum(dy x')`, `dshift = sum(dy)`. P is symmetric, so for
 * cotangents G of dx, s of dscale and t of dshift:
 * - in dy: `scale P(G) + s x' + t`,
 * - in scale: `sum(dy P(G))`,
 * - in x, through x' and through d: `P(s dy - (G M[u x'] + u M[G x']) / d) - x' (M[G u] - M[G] M[u] - M[G x'] M[u x']) / d^2`.
 */
export function slopesOfBackward(
  [ofDx, ofScale, ofShift]: readonly tf.Tensor[],
  inputs: Readonly<Record<'dy' | 'x' | 'scale', tf.Tensor>>,
  { layer, epsilon }: NormAttributes,
): Readonly<Record<'dy' | 'x' | 'scale', tf.Tensor>> {
  const { scale } = inputs;
  const { shape, axes } = grouped(inputs.x.shape, scale.size, layer);
  const [g, dy, x] = [ofDx!, inputs.dy, inputs.x].map((tensor) => tf.reshape(tensor, shape)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const mean = (tensor: tf.Tensor): tf.Tensor => tf.mean(tensor, axes, true);
  const centred = tf.sub(x, mean(x));
  const inverse = tf.rsqrt(tf.add(mean(tf.square(centred)), epsilon));
  const standard = tf.mul(centred, inverse);
  const pulled = (v: tf.Tensor, product: tf.Tensor): tf.Tensor =>
    tf.mul(tf.sub(tf.sub(v, mean(v)), tf.mul(standard, product)), inverse);

  const u = tf.mul(dy, scale);
  const [gx, ux] = [mean(tf.mul(g, standard)), mean(tf.mul(u, standard))];
  const pulledG = pulled(g, gx);
  const inDy = tf.add(tf.add(tf.mul(scale, pulledG), tf.mul(ofScale!, standard)), ofShift!);
  const inScale = tf.sum(tf.mul(dy, pulledG), [0, 1]);
  const crossed = tf.mul(tf.add(tf.mul(g, ux), tf.mul(u, gx)), inverse);
  const inStandard = tf.sub(tf.mul(ofScale!, dy), crossed);
  const throughDeviation = tf.sub(tf.sub(mean(tf.mul(g, u)), tf.mul(mean(g), mean(u))), tf.mul(gx, ux));
  const inX = tf.sub(
    pulled(inStandard, mean(tf.mul(inStandard, standard))),
    tf.mul(standard, tf.mul(throughDeviation, tf.square(inverse))),
  );
  return { dy: tf.reshape(inDy, inputs.dy.shape), x: tf.reshape(inX, inputs.x.shape), scale: inScale };
}
