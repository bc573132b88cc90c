import { describe, expect, it } from 'vitest';
import { valueAndGradients } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { buildNetwork } from '../../networks/architectures/registry.ts';
import { draws, expectClose, onEachBackend, randomVariables, slope, variablesOf } from '../../networks/testing.ts';
import type { Critic } from './critic.ts';
import { gradientPenalty, interpolate } from './gradient-penalty.ts';
import { clip } from './weight-clip.ts';
import { squaredGradientNorm } from './zero-centred.ts';

const batch = 3;
const inputs = 2;
const units = 4;
const x = draws('x', batch * inputs);

/** A critic v . s(W x + b) in float64, for one example; the layout of tensors is that of `dense`. */
interface Weights {
  readonly kernel: readonly number[];
  readonly bias: readonly number[];
  readonly output: readonly number[];
}
const weights: Weights = {
  kernel: draws('kernel', inputs * units),
  bias: draws('bias', units),
  output: draws('output', units),
};

/** An activation with its first derivative, which makes the critic's gradient in x a closed form. */
interface Smooth {
  readonly of: (x: tf.Tensor) => tf.Tensor;
  readonly derivative: (x: number) => number;
}
const sigma = (a: number) => 1 / (1 + Math.exp(-a));
const activations: readonly [string, Smooth][] = [
  ['tanh', { of: (a) => tf.tanh(a), derivative: (a) => 1 - Math.tanh(a) ** 2 }],
  ['sigmoid', { of: (a) => tf.sigmoid(a), derivative: (a) => sigma(a) * (1 - sigma(a)) }],
  ['softplus', { of: (a) => tf.softplus(a), derivative: sigma }],
  ['leaky ReLU', { of: (a) => tf.leakyRelu(a, 0.2), derivative: (a) => (a > 0 ? 1 : 0.2) }],
  ['ELU', { of: (a) => tf.elu(a), derivative: (a) => (a > 0 ? 1 : Math.exp(a)) }],
];

/** |grad_x f|^2 of each example, by the chain rule. */
function squaredNorms(derivative: (a: number) => number, { kernel, bias, output }: Weights, xs: readonly number[]) {
  return Array.from({ length: batch }, (_, n) => {
    const point = xs.slice(n * inputs, (n + 1) * inputs);
    const slopes = output.map((v, j) => {
      const pre = point.reduce((sum, value, i) => sum + value * kernel[i * units + j]!, bias[j]!);
      return v * derivative(pre);
    });
    return point.reduce((sum, _value, i) => {
      const partial = slopes.reduce((s, d, j) => s + d * kernel[i * units + j]!, 0);
      return sum + partial * partial;
    }, 0);
  });
}
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const penalties = [
  [
    'gradientPenalty',
    (critic: Critic, at: tf.Tensor) => gradientPenalty(critic, at),
    (s: number) => (Math.sqrt(s) - 1) ** 2,
  ],
  [
    'gradientPenalty with target 0',
    (critic: Critic, at: tf.Tensor) => gradientPenalty(critic, at, 0),
    (s: number) => s,
  ],
  [
    'a one-sided gradientPenalty',
    (critic: Critic, at: tf.Tensor) => gradientPenalty(critic, at, 0.8, 'one-sided'),
    (s: number) => Math.max(0, Math.sqrt(s) - 0.8) ** 2,
  ],
  ['squaredGradientNorm', squaredGradientNorm, (s: number) => s],
] as const;

onEachBackend(() => {
  describe.each(penalties)('%s', (_name, penalty, ofSquaredNorm) => {
    describe.each(activations)('of a critic with %s', (_kind, { of, derivative }) => {
      const reference = (w: Weights, xs: readonly number[]) =>
        average(squaredNorms(derivative, w, xs).map(ofSquaredNorm));

      it('has the value of its formula, and its gradient in every weight by finite differences', () => {
        const tensors = {
          kernel: tf.tensor(weights.kernel, [inputs, units]),
          bias: tf.tensor(weights.bias),
          output: tf.tensor(weights.output, [units, 1]),
          x: tf.tensor(x, [batch, inputs]),
        };
        const critic: Critic = (v) => {
          const hidden = of(tf.add(tf.matMul(v as tf.Tensor2D, tensors.kernel as tf.Tensor2D), tensors.bias));
          return tf.matMul(hidden, tensors.output);
        };
        const { total, gradients } = valueAndGradients(
          () => ({ total: penalty(critic, tensors.x), extra: {} }),
          tensors,
        );
        expectClose(total, [reference(weights, x)], 1e-5);
        const inWeight = (key: keyof Weights) => slope((v) => reference({ ...weights, [key]: v }, x), weights[key]);
        expectClose(gradients['kernel']!, inWeight('kernel'), 1e-5);
        expectClose(gradients['bias']!, inWeight('bias'), 1e-5);
        expectClose(gradients['output']!, inWeight('output'), 1e-5);
        expectClose(
          gradients['x']!,
          slope((v) => reference(weights, v), x),
          1e-5,
        );
      });
    });
  });

  describe('gradientPenalty of a DCGAN critic', () => {
    it('has the gradients that finite differences of its own value give', () => {
      const shape = [8, 8, 1];
      const network = buildNetwork({ kind: 'dcgan', channels: 8, norm: 'layer' }, { name: 'd', from: shape, to: [1] });
      const values = randomVariables(network, 0.3);
      const images = tf.tensor(draws('images', 2 * 64), [2, ...shape]);
      const value = (vars: Record<string, tf.Tensor>) =>
        gradientPenalty((v) => network.apply(variablesOf(vars), v), images);
      const { gradients } = valueAndGradients(() => ({ total: value(values), extra: {} }), values);
      // Along the gradient itself the slope is its length: one number that every weight takes part in.
      const length = Math.sqrt(
        Object.values(gradients).reduce((sum, g) => sum + tf.sum(tf.square(g)).dataSync()[0]!, 0),
      );
      const shifted = (h: number) =>
        tf.tidy(() => {
          const move = ([name, v]: [string, tf.Tensor]) => [name, tf.add(v, tf.mul(gradients[name]!, h / length))];
          return value(Object.fromEntries(Object.entries(values).map(move)) as typeof values).dataSync()[0]!;
        });
      const h = 2e-3;
      expect(length).toBeGreaterThan(0.1);
      expect((shifted(h) - shifted(-h)) / (2 * h) / length).toBeCloseTo(1, 2);
    });
  });

  describe('gradientPenalty', () => {
    it('is 1 with a zero and not a NaN gradient where the critic is flat', () => {
      const w = tf.zeros([2, 1]);
      const at = tf.tensor(x, [batch, inputs]);
      const { total, gradients } = valueAndGradients(
        () => ({ total: gradientPenalty((v) => tf.matMul(v, w), at), extra: {} }),
        { w },
      );
      expectClose(total, [1], 1e-5);
      expectClose(gradients['w']!, [0, 0], 1e-6);
    });

    it('is zero for a linear critic of unit slope', () => {
      const w = tf.tensor([[0.6], [0.8]]);
      const at = tf.tensor(x, [batch, inputs]);
      expectClose(
        gradientPenalty((v) => tf.matMul(v, w), at),
        [0],
        1e-9,
      );
    });
  });

  describe('interpolate', () => {
    it('weighs whole examples, with epsilon on the real one', () => {
      const real = tf.ones([3, 2, 2, 1]);
      const fake = tf.zeros([3, 2, 2, 1]);
      const expected = [0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25, 1, 1, 1, 1];
      expectClose(interpolate(real, fake, tf.tensor([0, 0.25, 1])), expected, 1e-6);
      expectClose(interpolate(real, fake, tf.tensor([[0], [0.25], [1]])), expected, 1e-6);
      expectClose(interpolate(tf.zeros([2, 2]), tf.ones([2, 2]), tf.tensor([0.25, 0.5])), [0.75, 0.75, 0.5, 0.5], 1e-6);
    });
  });

  describe('clip', () => {
    it('bounds each weight, leaves those inside alone, and keeps NaN in sight', () => {
      const clipped = clip(0.01)(tf.tensor([-3, -0.01, -0.005, 0, 0.0099, 0.5, Infinity, NaN])).dataSync();
      const f = Math.fround;
      expect([...clipped].slice(0, 7)).toEqual([f(-0.01), f(-0.01), f(-0.005), 0, f(0.0099), f(0.01), f(0.01)]);
      expect(clipped[7]).toBeNaN();
    });
  });
});
