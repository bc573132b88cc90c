import * as tf from '@tensorflow/tfjs';

/** A part of a network with its variables, in plain tensor operations. */
export interface Module {
  readonly variables: readonly tf.Variable[];
  apply(x: tf.Tensor): tf.Tensor;
}

const drawn = (shape: number[]): tf.Variable => tf.variable(tf.randomNormal(shape, 0, 0.02));
const filled = (channels: number, value: number): tf.Variable => tf.variable(tf.fill([channels], value));

export function dense(inputs: number, outputs: number): Module {
  const [kernel, bias] = [drawn([inputs, outputs]), filled(outputs, 0)];
  return {
    variables: [kernel, bias],
    apply: (x) => tf.add(tf.matMul(x as tf.Tensor2D, kernel as unknown as tf.Tensor2D), bias),
  };
}

/** With 'same' padding. */
export function conv(inputs: number, outputs: number, size = 4, stride = 2): Module {
  const [kernel, bias] = [drawn([size, size, inputs, outputs]), filled(outputs, 0)];
  return {
    variables: [kernel, bias],
    apply: (x) => tf.add(tf.conv2d(x as tf.Tensor4D, kernel as unknown as tf.Tensor4D, stride, 'same'), bias),
  };
}

/** Transposed, of size 4 and stride 2. */
export function convTranspose(inputs: number, outputs: number): Module {
  const [kernel, bias] = [drawn([4, 4, outputs, inputs]), filled(outputs, 0)];
  return {
    variables: [kernel, bias],
    apply(x) {
      const [batch, height, width] = x.shape as [number, number, number, number];
      const shape: [number, number, number, number] = [batch, 2 * height, 2 * width, outputs];
      const image = tf.conv2dTranspose(x as tf.Tensor4D, kernel as unknown as tf.Tensor4D, shape, 2, 'same');
      return tf.add(image, bias);
    },
  };
}

/** In training mode; running statistics are kept, as every framework does. */
export function batchNorm(channels: number): Module {
  const [scale, shift] = [filled(channels, 1), filled(channels, 0)];
  const running = [filled(channels, 0), filled(channels, 1)] as const;
  return {
    variables: [scale, shift],
    apply(x) {
      const { mean, variance } = tf.moments(
        x,
        x.shape.slice(0, -1).map((_, axis) => axis),
      );
      [mean, variance].forEach((value, i) => {
        running[i]!.assign(tf.add(tf.mul(running[i]!, 0.9), tf.mul(value, 0.1)));
      });
      return tf.batchNorm(x, mean, variance, shift, scale, 1e-5);
    },
  };
}

const plain = (apply: (x: tf.Tensor) => tf.Tensor): Module => ({ variables: [], apply });
export const relu = plain((x) => tf.relu(x));
export const leakyRelu = plain((x) => tf.leakyRelu(x, 0.2));
export const tanh = plain((x) => tf.tanh(x));
export const reshape = (...shape: number[]): Module => plain((x) => tf.reshape(x, [x.shape[0], ...shape]));

export const sequential = (...modules: readonly Module[]): Module => ({
  variables: modules.flatMap(({ variables }) => variables),
  apply: (x) => modules.reduce((value, module) => module.apply(value), x),
});

/** Dense layers with ReLU between them. */
export const mlp = (...sizes: readonly number[]): Module =>
  sequential(...sizes.slice(1).flatMap((outputs, i) => [...(i > 0 ? [relu] : []), dense(sizes[i]!, outputs)]));
