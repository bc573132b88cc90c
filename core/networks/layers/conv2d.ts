import * as tf from '../../backend/tf.ts';
import type { InitialiserRule } from '../initialisers.ts';
import type { Layer } from './layer.ts';

export interface ConvolutionOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the square kernel. */
  readonly size: number;
  readonly stride: number;
  readonly initialiser: InitialiserRule;
}

/**
 * Cross-correlation with 'same' padding: `[batch, height, width, inputs]` to
 * `[batch, ceil(height / stride), ceil(width / stride), outputs]`. With size 4, stride 2 and even sides it pads
 * one pixel on each side, as PyTorch's Conv2d(k=4, s=2, p=1).
 * Parameters `kernel` `[size, size, inputs, outputs]` and `bias`.
 */
export function conv2d({ inputs, outputs, size, stride, initialiser }: ConvolutionOptions): Layer {
  const fans = { fanIn: size * size * inputs, fanOut: size * size * outputs };
  return {
    kind: 'conv',
    parameters: [
      { name: 'kernel', shape: [size, size, inputs, outputs], initialiser: initialiser.kernel(fans) },
      { name: 'bias', shape: [outputs], initialiser: initialiser.bias(fans) },
    ],
    buffers: [],
    apply: (vars, prefix, x) =>
      tf.add(
        tf.conv2d(x as tf.Tensor4D, vars.get(`${prefix}/kernel`) as tf.Tensor4D, stride, 'same'),
        vars.get(`${prefix}/bias`),
      ),
  };
}

/**
 * Transposed convolution, the adjoint of `conv2d` in x: `[batch, height, width, inputs]` to
 * `[batch, height * stride, width * stride, outputs]`; size 4 and stride 2 equal PyTorch's
 * ConvTranspose2d(k=4, s=2, p=1). Parameters `kernel` `[size, size, outputs, inputs]` and `bias`.
 */
export function conv2dTranspose({ inputs, outputs, size, stride, initialiser }: ConvolutionOptions): Layer {
  // Each output pixel sums only (size / stride)^2 of the kernel's taps for each input channel.
  const fans = { fanIn: (size * size * inputs) / (stride * stride), fanOut: size * size * outputs };
  return {
    kind: 'convTranspose',
    parameters: [
      { name: 'kernel', shape: [size, size, outputs, inputs], initialiser: initialiser.kernel(fans) },
      { name: 'bias', shape: [outputs], initialiser: initialiser.bias(fans) },
    ],
    buffers: [],
    apply: (vars, prefix, x) => {
      const [batch, height, width] = x.shape as [number, number, number, number];
      const shape: [number, number, number, number] = [batch, height * stride, width * stride, outputs];
      const kernel = vars.get(`${prefix}/kernel`) as tf.Tensor4D;
      return tf.add(tf.conv2dTranspose(x as tf.Tensor4D, kernel, shape, stride, 'same'), vars.get(`${prefix}/bias`));
    },
  };
}
