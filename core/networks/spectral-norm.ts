import { stopGradient } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import type { Tensor, Tensor2D } from '../backend/tf.ts';
import type { Network, ParameterDeclaration, Variables } from './network.ts';

/** Keeps the length of a zero vector, and the quotient by a zero norm, from being NaN. */
const EPSILON = 1e-12;

const unit = (x: Tensor): Tensor2D => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x)), EPSILON)));

interface Estimate {
  /** The largest singular value, differentiable in the kernel. */
  readonly sigma: Tensor;
  /** The right singular vector after this iteration, a constant. */
  readonly next: Tensor;
}

/**
 * One step of power iteration on a kernel read as the matrix W `[rows, outputs]` over its last axis, `[k k inputs,
 * outputs]` of a convolution, from the right vector u `[outputs]`: v = W u / |W u|, u' = W' v / |W' v|, and
 * sigma = v' W u', with v and u' held constant. It is never above the true norm. Miyato et al. 2018
 * (arXiv:1802.05957), algorithm 1.
 */
export function estimateNorm(kernel: Tensor, u: Tensor): Estimate {
  const matrix = tf.reshape<tf.Rank.R2>(kernel, [-1, kernel.shape.at(-1)!]);
  const v = stopGradient(unit(tf.matMul(matrix, tf.reshape<tf.Rank.R2>(u, [-1, 1]))));
  const next = stopGradient(unit(tf.matMul(matrix, v, true, false)));
  const sigma = tf.sum(tf.mul(v, tf.matMul(matrix, next)));
  return { sigma, next: tf.reshape(next, u.shape) };
}

const isKernel = ({ name }: ParameterDeclaration): boolean => name.endsWith('/kernel');
const bufferOf = (kernel: string): string => kernel.replace(/kernel$/, 'u');

/**
 * The same network with each kernel W applied as W / sigma(W), which bounds the slope of every dense layer by 1.
 * It gains a buffer `u` `[outputs]` beside each kernel, which a training step of its owner moves by one iteration.
 * Biases, tables and scales stay as they are.
 */
export function spectralNorm(network: Network): Network {
  const kernels = network.parameters.filter(isKernel);
  const names = new Set(kernels.map(({ name }) => name));
  const normalised = (vars: Variables): Variables => ({
    training: vars.training,
    get(name) {
      const kernel = vars.get(name);
      if (!names.has(name)) return kernel;
      const { sigma, next } = estimateNorm(kernel, vars.get(bufferOf(name)));
      if (vars.training) vars.update(bufferOf(name), next);
      return tf.div(kernel, tf.add(sigma, EPSILON));
    },
    update: (name, value) => vars.update(name, value),
  });
  return {
    ...network,
    buffers: [
      ...network.buffers,
      ...kernels.map(({ name, shape }): ParameterDeclaration => ({
        name: bufferOf(name),
        shape: [shape.at(-1)!],
        initialiser: { kind: 'normal', std: 1 },
      })),
    ],
    apply: (vars, x) => network.apply(normalised(vars), x),
  };
}
