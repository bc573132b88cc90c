import { describe, expect, it } from 'vitest';
import { gradientOf, valueAndGradients } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { heUniform } from '../initialisers.ts';
import { draws, expectClose, onEachBackend, slope, variablesOf } from '../testing.ts';
import { activation } from './activation.ts';
import type { Activation } from './activation.ts';
import { dense } from './dense.ts';
import { embedding } from './embedding.ts';
import { flatten, reshape } from './shape.ts';

const none = variablesOf({});

const formulas: Record<Activation, (x: number) => number> = {
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x) => (x > 0 ? x : 0.2 * x),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  linear: (x) => x,
};

onEachBackend(() => {
  describe.each(Object.entries(formulas))('%s', (kind, formula) => {
    const layer = activation(kind as Activation);
    const x = [-4, -1.5, -0.25, 0.125, 0.75, 3];

    it('has the value and the first two derivatives of its formula', () => {
      expectClose(layer.apply(none, '', tf.tensor(x)), x.map(formula), 1e-5);
      const derivative = (v: tf.Tensor) => gradientOf((u) => layer.apply(none, '', u), v);
      const first = (at: number) => slope(([v]) => formula(v!), [at], 1e-4)[0]!;
      expectClose(derivative(tf.tensor(x)), x.map(first), 1e-5);
      // The square makes the second derivative count even where the first is constant.
      const { gradients } = (() => {
        const v = tf.tensor(x);
        return valueAndGradients(() => ({ total: tf.sum<tf.Scalar>(tf.mul(tf.square(derivative(v)), v)), extra: {} }), {
          v,
        });
      })();
      expectClose(
        gradients['v']!,
        x.map((at) => slope(([v]) => first(v!) ** 2 * v!, [at], 1e-4)[0]!),
        1e-4,
      );
    });
  });

  describe('dense', () => {
    it('is x W + b', () => {
      const vars = variablesOf({
        'd/kernel': tf.tensor([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        'd/bias': tf.tensor([0.5, 0, -0.5]),
      });
      const y = dense(2, 3, heUniform).apply(vars, 'd', tf.tensor([[1, -1]]));
      expect(y.shape).toEqual([1, 3]);
      expectClose(y, [-2.5, -3, -3.5], 1e-6);
    });

    it('has the gradients of its formula in the input, the kernel and the bias', () => {
      const [x, kernel, bias, weight] = [draws('x', 6), draws('k', 12), draws('b', 4), draws('w', 8)];
      const tensors = { x: tf.tensor(x, [2, 3]), kernel: tf.tensor(kernel, [3, 4]), bias: tf.tensor(bias) };
      const { gradients } = valueAndGradients(() => {
        const vars = variablesOf({ 'd/kernel': tensors.kernel, 'd/bias': tensors.bias });
        const y = dense(3, 4, heUniform).apply(vars, 'd', tensors.x);
        return { total: tf.sum<tf.Scalar>(tf.mul(tf.square(y), tf.tensor(weight, [2, 4]))), extra: {} };
      }, tensors);
      const total = (xs: readonly number[], ks: readonly number[], bs: readonly number[]) =>
        weight.reduce((sum, w, index) => {
          const [row, column] = [Math.floor(index / 4), index % 4];
          const y = [0, 1, 2].reduce((s, i) => s + xs[row * 3 + i]! * ks[i * 4 + column]!, bs[column]!);
          return sum + w * y * y;
        }, 0);
      expectClose(
        gradients['x']!,
        slope((v) => total(v, kernel, bias), x),
        1e-5,
      );
      expectClose(
        gradients['kernel']!,
        slope((v) => total(x, v, bias), kernel),
        1e-5,
      );
      expectClose(
        gradients['bias']!,
        slope((v) => total(x, kernel, v), bias),
        1e-5,
      );
    });
  });

  describe('embedding', () => {
    const layer = embedding(3, 2);
    const table = [1, 2, 3, 4, 5, 6];

    it('gives the row of each index', () => {
      expect(layer.parameters[0]!.shape).toEqual([3, 2]);
      const vars = variablesOf({ 'e/table': tf.tensor(table, [3, 2]) });
      const y = layer.apply(vars, 'e', tf.tensor1d([2, 0, 2], 'int32'));
      expect(y.shape).toEqual([3, 2]);
      expectClose(y, [5, 6, 1, 2, 5, 6], 1e-9);
    });

    it('adds the gradients of a row that was asked for twice', () => {
      const rows = tf.tensor(table, [3, 2]);
      const { gradients } = valueAndGradients(
        () => {
          const y = layer.apply(variablesOf({ 'e/table': rows }), 'e', tf.tensor1d([2, 0, 2], 'int32'));
          const weight = tf.tensor([1, 10, 100, 1000, 3, 30], [3, 2]);
          return { total: tf.sum<tf.Scalar>(tf.mul(y, weight)), extra: {} };
        },
        { rows },
      );
      expectClose(gradients['rows']!, [100, 1000, 0, 0, 4, 40], 1e-6);
    });
  });

  describe('flatten and reshape', () => {
    it('undo each other and keep the batch', () => {
      const x = tf.range(0, 24).reshape([2, 3, 2, 2]);
      const flat = flatten().apply(none, '', x);
      expect(flat.shape).toEqual([2, 12]);
      const back = reshape([3, 2, 2]).apply(none, '', flat);
      expect(back.shape).toEqual([2, 3, 2, 2]);
      expectClose(back, Array.from(x.dataSync()), 1e-9);
    });
  });
});
