import * as tf from '../../core/backend/tf.ts';
import type { Tensor } from '../../core/backend/tf.ts';
import { heUniform } from '../../core/networks/initialisers.ts';
import { activation } from '../../core/networks/layers/activation.ts';
import { conv2d } from '../../core/networks/layers/conv2d.ts';
import { dense } from '../../core/networks/layers/dense.ts';
import { plainLayer } from '../../core/networks/layers/layer.ts';
import { flatten } from '../../core/networks/layers/shape.ts';
import type { ParameterDeclaration, Variables } from '../../core/networks/network.ts';
import { sequential } from '../../core/networks/sequential.ts';

/** Width of the feature layer and number of classes. */
export const lenetFeatures = 84;
export const lenetClasses = 10;

const relu = () => activation('relu');
const convolution = (inputs: number, outputs: number, stride: number) =>
  conv2d({ inputs, outputs, size: 5, stride, initialiser: heUniform });
/** Average pooling over 2 x 2, LeNet-5's subsampling without its trained scale. */
const subsample = () => plainLayer('pool', (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'));

const body = sequential('lenet84', [
  convolution(1, 12, 1),
  relu(),
  subsample(),
  convolution(12, 32, 2),
  relu(),
  flatten(),
  dense(7 * 7 * 32, 120, heUniform),
  relu(),
  dense(120, lenetFeatures, heUniform),
  relu(),
]);
const head = sequential('lenet84-head', [dense(lenetFeatures, lenetClasses, heUniform)]);

/**
 * A classifier in the form of LeNet-5 (LeCun et al. 1998, section II.B): two 5 x 5 convolutions that each halve
 * the sides, then layers of 120, 84 and 10. It has ReLUs in place of tanh, more channels, a stride in place of the
 * second subsampling, and a plain linear output.
 */
export const lenet84 = {
  parameters: [...body.parameters, ...head.parameters] satisfies readonly ParameterDeclaration[],
  /**
   * @param x images `[batch, 28, 28, 1]` in [0, 1].
   * @returns the 84 features (after their ReLU) `[batch, 84]`, and logits `[batch, 10]`.
   */
  apply(vars: Variables, x: Tensor): { features: Tensor; logits: Tensor } {
    const features = body.apply(vars, x);
    return { features, logits: head.apply(vars, features) };
  },
};
