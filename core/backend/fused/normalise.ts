import { stopGradient } from '../gradients.ts';
import * as tf from '../tf.ts';
import { hasKernel, runKernel } from './kernel.ts';
import { Fused } from './names.ts';
import type { NormAttributes } from './normalise-sizes.ts';
import { grouped, slopesOfBackward } from './normalise-slopes.ts';
import './normalise-reference.ts';

export interface Normalised {
  /** Of the shape of x. */
  readonly out: tf.Tensor;
  /** Statistics of each channel (batch norm) or example (layer norm), as constants: no gradient flows through them. */
  readonly mean: tf.Tensor;
  /** The biased variance. */
  readonly variance: tf.Tensor;
}

/**
 * `(x - mean) / sqrt(variance + epsilon) * scale + shift`, differentiable twice. Scale and shift are `[channels]`, for the
 * last axis of x.
 */
export function normalise(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, attributes: NormAttributes): Normalised {
  const [out, mean, variance] = hasKernel(Fused.normForward)
    ? runKernel(Fused.normForward, { x, scale, shift }, { ...attributes })
    : composed(x, scale, shift, attributes);
  return { out: out!, mean: stopGradient(mean!), variance: stopGradient(variance!) };
}

/** The same of tfjs's operations, for a backend without the kernel. */
function composed(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, { layer, epsilon }: NormAttributes): tf.Tensor[] {
  const { shape, axes } = grouped(x.shape, scale.size, layer);
  const values = tf.reshape(x, shape);
  const mean = tf.mean(values, axes, true);
  const centred = tf.sub(values, mean);
  const variance = tf.mean(tf.square(centred), axes, true);
  const standard = tf.div(centred, tf.sqrt(tf.add(variance, epsilon)));
  const out = tf.reshape(tf.add(tf.mul(standard, scale), shift), x.shape);
  return [out, tf.reshape(mean, [-1]), tf.reshape(variance, [-1])];
}

tf.registerGradient({
  kernelName: Fused.normForward,
  inputsToSave: ['x', 'scale'],
  outputsToSave: [false, true, true],
  gradFunc: (dys, saved, attributes) => {
    const [dy] = dys as tf.Tensor[];
    const [x, scale, mean, variance] = saved;
    // What the statistics owe to x is in the kernel's own gradient already.
    const statistics = { mean: stopGradient(mean!), variance: stopGradient(variance!) };
    const inputs = { dy: dy!, x: x!, scale: scale!, ...statistics };
    const [dx, dscale, dshift] = runKernel(Fused.normBackward, inputs, attributes);
    return { x: () => dx!, scale: () => dscale!, shift: () => dshift! };
  },
});

tf.registerGradient({
  kernelName: Fused.normBackward,
  inputsToSave: ['dy', 'x', 'scale'],
  gradFunc: (cotangents, saved, attributes) => {
    const [dy, x, scale] = saved;
    const slopes = slopesOfBackward(
      cotangents as tf.Tensor[],
      { dy: dy!, x: x!, scale: scale! },
      attributes as unknown as NormAttributes,
    );
    return { dy: () => slopes.dy, x: () => slopes.x, scale: () => slopes.scale };
  },
});
