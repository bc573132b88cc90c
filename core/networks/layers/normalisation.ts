import { normalise } from '../../backend/fused/normalise.ts';
import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import { ones, zeros } from '../initialisers.ts';
import type { ParameterDeclaration } from '../network.ts';
import type { Layer } from './layer.ts';

const EPSILON = 1e-5;
/** Share of the running statistics that one training step keeps; PyTorch calls its complement momentum. */
const MOMENTUM = 0.9;

const scaleAndShift = (channels: number): readonly ParameterDeclaration[] => [
  { name: 'scale', shape: [channels], initialiser: ones },
  { name: 'shift', shape: [channels], initialiser: zeros },
];

/**
 * Batch normalisation over all but the last axis: batch statistics in training, running ones in evaluation.
 * Parameters `scale` and `shift`, buffers `mean` and `variance`, all `[channels]`. The running variance is the
 * unbiased one, as PyTorch keeps it. Ioffe and Szegedy 2015 (arXiv:1502.03167), algorithm 1.
 * Applying it throws in training when a channel has a single value, whose variance would be zero.
 */
export function batchNorm(channels: number): Layer {
  return {
    kind: 'batchNorm',
    parameters: scaleAndShift(channels),
    buffers: [
      { name: 'mean', shape: [channels], initialiser: zeros },
      { name: 'variance', shape: [channels], initialiser: ones },
    ],
    apply: (vars, prefix, x) => {
      const scale = vars.get(`${prefix}/scale`);
      const shift = vars.get(`${prefix}/shift`);
      const runningMean = vars.get(`${prefix}/mean`);
      const runningVariance = vars.get(`${prefix}/variance`);
      if (!vars.training) {
        const standard = tf.div(tf.sub(x, runningMean), tf.sqrt(tf.add(runningVariance, EPSILON)));
        return tf.add(tf.mul(standard, scale), shift);
      }
      const count = x.size / channels;
      if (count < 2) {
        throw new Error(
          `${prefix}: batch normalisation needs at least two values for each channel in training, got ${count}. ` +
            'Choose a larger batch or another normalisation.',
        );
      }
      const { out, mean, variance } = normalise(x, scale, shift, { layer: false, epsilon: EPSILON });
      const unbiased = tf.mul(variance, count / (count - 1));
      vars.update(`${prefix}/mean`, follow(runningMean, mean));
      vars.update(`${prefix}/variance`, follow(runningVariance, unbiased));
      return out;
    },
  };
}

const follow = (running: Tensor, batch: Tensor): Tensor =>
  tf.add(tf.mul(running, MOMENTUM), tf.mul(batch, 1 - MOMENTUM));

/**
 * Layer normalisation over all axes of each example, with `scale` and `shift` for each channel of the last axis.
 * It couples no examples, so it goes with gradient penalties. Ba, Kiros, Hinton 2016 (arXiv:1607.06450);
 * on images as in the WGAN-GP code (arXiv:1704.00028).
 */
export function layerNorm(channels: number): Layer {
  return {
    kind: 'layerNorm',
    parameters: scaleAndShift(channels),
    buffers: [],
    apply: (vars, prefix, x) => {
      const [scale, shift] = [vars.get(`${prefix}/scale`), vars.get(`${prefix}/shift`)];
      return normalise(x, scale, shift, { layer: true, epsilon: EPSILON }).out;
    },
  };
}

/** The normalisations that an architecture offers. */
export type Normalisation = 'none' | 'batch' | 'layer';

/** The layers of a normalisation: one, or none. */
export function normalisation(kind: Normalisation, channels: number): readonly Layer[] {
  switch (kind) {
    case 'none':
      return [];
    case 'batch':
      return [batchNorm(channels)];
    case 'layer':
      return [layerNorm(channels)];
  }
}
