import * as tf from '../../backend/tf.ts';
import type { InitialiserRule } from '../initialisers.ts';
import type { Layer } from './layer.ts';

/** `x W + b`: `[batch, inputs]` to `[batch, outputs]`. Parameters `kernel` `[inputs, outputs]` and `bias`. */
export function dense(inputs: number, outputs: number, initialiser: InitialiserRule): Layer {
  const fans = { fanIn: inputs, fanOut: outputs };
  return {
    kind: 'dense',
    parameters: [
      { name: 'kernel', shape: [inputs, outputs], initialiser: initialiser.kernel(fans) },
      { name: 'bias', shape: [outputs], initialiser: initialiser.bias(fans) },
    ],
    buffers: [],
    apply: (vars, prefix, x) =>
      tf.add(tf.matMul(x as tf.Tensor2D, vars.get(`${prefix}/kernel`) as tf.Tensor2D), vars.get(`${prefix}/bias`)),
  };
}
