import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import { plainLayer } from './layer.ts';
import type { Layer } from './layer.ts';

const LEAK = 0.2;

const functions = {
  relu: (x) => tf.relu(x),
  leakyRelu: (x) => tf.leakyRelu(x, LEAK),
  elu: (x) => tf.elu(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  softplus: (x) => tf.softplus(x),
  linear: (x) => x,
} satisfies Record<string, (x: Tensor) => Tensor>;

/** An elementwise nonlinearity; `leakyRelu` has slope 0.2 below zero, `elu` is exp(x) - 1 there. */
export type Activation = keyof typeof functions;

/** Applies a nonlinearity to each element. */
export const activation = (kind: Activation): Layer => plainLayer(kind, functions[kind]);
