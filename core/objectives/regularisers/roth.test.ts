import { describe, it } from 'vitest';
import { valueAndGradients } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { draws, expectClose, onEachBackend, slope } from '../../networks/testing.ts';
import { rothPenalty } from './roth.ts';

const [batch, inputs, units] = [3, 2, 4];
const real = draws('real', batch * inputs);
const fake = draws('fake', batch * inputs, 2);
const weights = [...draws('kernel', inputs * units), ...draws('output', units)];
const sigma = (a: number) => 1 / (1 + Math.exp(-a));

/** Logit v . tanh(W x) of a point, and the squared length of its gradient, in float64. */
function judge(w: readonly number[], point: readonly number[]): { logit: number; squaredSlope: number } {
  const output = w.slice(inputs * units);
  const hidden = output.map((_, j) => Math.tanh(point.reduce((sum, value, i) => sum + value * w[i * units + j]!, 0)));
  const slopes = point.map((_, i) =>
    output.reduce((sum, v, j) => sum + v * (1 - hidden[j]! ** 2) * w[i * units + j]!, 0),
  );
  return {
    logit: output.reduce((sum, v, j) => sum + v * hidden[j]!, 0),
    squaredSlope: slopes.reduce((sum, s) => sum + s * s, 0),
  };
}

const pointsOf = (xs: readonly number[]) =>
  Array.from({ length: batch }, (_, n) => xs.slice(n * inputs, (n + 1) * inputs));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const reference = (w: readonly number[]): number =>
  mean(
    pointsOf(real).map((point) => {
      const { logit, squaredSlope } = judge(w, point);
      return (1 - sigma(logit)) ** 2 * squaredSlope;
    }),
  ) +
  mean(
    pointsOf(fake).map((point) => {
      const { logit, squaredSlope } = judge(w, point);
      return sigma(logit) ** 2 * squaredSlope;
    }),
  );

onEachBackend(() => {
  describe('Roth’s penalty', () => {
    it('has the value of its formula, and its gradient through both factors by finite differences', () => {
      const kernel = tf.tensor(weights.slice(0, inputs * units), [inputs, units]);
      const output = tf.tensor(weights.slice(inputs * units), [units, 1]);
      const critic = (x: tf.Tensor) => tf.matMul(tf.tanh(tf.matMul(x as tf.Tensor2D, kernel)), output);
      const judged = (xs: readonly number[]) => {
        const x = tf.tensor([...xs], [batch, inputs]);
        return { x, logits: critic(x) };
      };
      const { total, gradients } = valueAndGradients(
        () => ({ total: rothPenalty(critic, judged(real), judged(fake)), extra: {} }),
        { kernel, output },
      );
      const expected = slope(reference, weights);
      expectClose(total, [reference(weights)], 1e-5);
      expectClose(gradients['kernel']!, expected.slice(0, inputs * units), 1e-5);
      expectClose(gradients['output']!, expected.slice(inputs * units), 1e-5);
    });

    it('vanishes where the discriminator is certain and right, and counts in full where it is certain and wrong', () => {
      const critic = (x: tf.Tensor) => tf.mul(x, 2);
      const x = tf.tensor([0.5], [1, 1]);
      const at = (realLogit: number, fakeLogit: number) =>
        rothPenalty(
          critic,
          { x, logits: tf.tensor([realLogit], [1, 1]) },
          { x, logits: tf.tensor([fakeLogit], [1, 1]) },
        );
      expectClose(at(90, -90), [0], 1e-9);
      expectClose(at(-90, 90), [8], 1e-5);
      expectClose(at(0, 0), [2], 1e-5);
    });
  });
});
