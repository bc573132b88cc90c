import { beforeAll, describe, expect, it } from 'vitest';
import { gradientOf, stopGradient, valueAndGradients } from './gradients.ts';
import * as tf from './tf.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('valueAndGradients', () => {
  it('differentiates in exactly the tensors named, with zeros for those that play no part', () => {
    tf.tidy(() => {
      const w = tf.tensor([1, 2, 3]);
      const unused = tf.tensor([[5, 6]]);
      const other = tf.scalar(4);
      const { total, gradients } = valueAndGradients(
        () => ({ total: tf.mul<tf.Scalar>(tf.sum(tf.square(w)), other), extra: {} }),
        { w, unused },
      );
      expect(total.dataSync()[0]).toBe(56);
      expect(Object.keys(gradients)).toEqual(['w', 'unused']);
      expect([...gradients['w']!.dataSync()]).toEqual([8, 16, 24]);
      expect(gradients['unused']!.shape).toEqual([1, 2]);
      expect([...gradients['unused']!.dataSync()]).toEqual([0, 0]);
    });
  });

  it('returns the extras, even where one of them is the total or comes from outside', () => {
    const outside = tf.tensor([7]);
    tf.tidy(() => {
      const w = tf.scalar(3);
      const { extra } = valueAndGradients(
        () => {
          const total = tf.square<tf.Scalar>(w);
          return { total, extra: { total, outside, half: tf.div(total, 2) } };
        },
        { w },
      );
      expect(extra.total.dataSync()[0]).toBe(9);
      expect(extra.half.dataSync()[0]).toBe(4.5);
      expect(extra.outside.dataSync()[0]).toBe(7);
    });
    expect(outside.isDisposed).toBe(false);
    outside.dispose();
  });

  it('leaves no tensor behind but what it returns', () => {
    const w = tf.tensor([0.3, -0.2]);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) {
      const { total, extra, gradients } = valueAndGradients(
        () => {
          const y = tf.tanh(w);
          const penalty = tf.sum(tf.square(gradientOf((x) => tf.sigmoid(tf.square(x)), w)));
          return { total: tf.add<tf.Scalar>(tf.sum(y), penalty), extra: { y, penalty } };
        },
        { w },
      );
      tf.dispose([total, extra, gradients]);
    }
    expect(tf.memory().numTensors).toBe(before);
    w.dispose();
  });

  it('leaves no tensor behind when the function throws, and works afterwards', () => {
    const w = tf.tensor([1, 2]);
    const before = tf.memory().numTensors;
    const failing = () =>
      valueAndGradients(
        () => {
          tf.tanh(tf.square(w));
          throw new Error('no total');
        },
        { w },
      );
    expect(failing).toThrow('no total');
    expect(tf.memory().numTensors).toBe(before);
    const gradient = gradientOf((x) => tf.square(x), w);
    expect([...gradient.dataSync()]).toEqual([2, 4]);
    tf.dispose([w, gradient]);
  });
});

describe('gradientOf', () => {
  it('takes for a constant what else was computed of the same tensor', () => {
    tf.tidy(() => {
      const x = tf.scalar(3);
      const { total, gradients } = valueAndGradients(
        () => {
          const weight = tf.square(x);
          // d/da of weight a is weight, and that is x^2, whose own slope is 2 x.
          return { total: gradientOf((a) => tf.mul(weight, a), x) as tf.Scalar, extra: {} };
        },
        { x },
      );
      expect(total.dataSync()[0]).toBe(9);
      expect(gradients['x']!.dataSync()[0]).toBe(6);
    });
  });

  it('is differentiable itself: the gradient penalty of a tanh network has its closed form', () => {
    // D(x) = v tanh(w x); dD/dx = v w (1 - t^2); P = (dD/dx)^2; dP/dw = 2 (dD/dx) v ((1 - t^2) - 2 w x t (1 - t^2)).
    const [v, w, x] = [0.7, 1.3, 0.4];
    const t = Math.tanh(w * x);
    const slope = v * w * (1 - t * t);
    const expected = 2 * slope * v * (1 - t * t - 2 * w * x * t * (1 - t * t));
    tf.tidy(() => {
      const weight = tf.scalar(w);
      const { total, gradients } = valueAndGradients(
        () => ({
          total: tf.square(gradientOf((input) => tf.mul(v, tf.tanh(tf.mul(weight, input))), tf.scalar(x))) as tf.Scalar,
          extra: {},
        }),
        { weight },
      );
      expect(total.dataSync()[0]).toBeCloseTo(slope * slope, 6);
      expect(gradients['weight']!.dataSync()[0]).toBeCloseTo(expected, 6);
    });
  });

  it('is zero where the function ignores its input', () => {
    tf.tidy(() => {
      const gradient = gradientOf(() => tf.ones([2]), tf.tensor([1, 2, 3]));
      expect([...gradient.dataSync()]).toEqual([0, 0, 0]);
    });
  });

  it('differentiates three times', () => {
    tf.tidy(() => {
      const x = tf.scalar(0.5);
      const third = gradientOf((a) => gradientOf((b) => gradientOf((c) => tf.exp(tf.mul(2, c)), b), a), x);
      expect(third.dataSync()[0]).toBeCloseTo(8 * Math.E, 4);
    });
  });
});

describe('stopGradient', () => {
  it('keeps the value and cuts the gradient', () => {
    tf.tidy(() => {
      const x = tf.tensor([2, 3]);
      expect([...stopGradient(x).dataSync()]).toEqual([2, 3]);
      const gradient = gradientOf((a) => tf.mul(a, stopGradient(tf.square(a))), x);
      expect([...gradient.dataSync()]).toEqual([4, 9]);
    });
  });
});
