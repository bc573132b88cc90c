import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientOf, valueAndGradients } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import { gradientPenalty } from '../objectives/regularisers/gradient-penalty.ts';
import { buildNetwork } from './architectures/registry.ts';
import { estimateNorm, spectralNorm } from './spectral-norm.ts';
import { draws, expectClose, onEachBackend, randomVariables, variablesOf } from './testing.ts';

/** Row-major product of an `n x k` and a `k x m` matrix in float64. */
const product = (a: readonly number[], b: readonly number[], n: number, k: number, m: number): number[] =>
  Array.from({ length: n * m }, (_, at) => {
    const [row, column] = [Math.floor(at / m), at % m];
    return Array.from({ length: k }, (_, i) => a[row * k + i]! * b[i * m + column]!).reduce((sum, x) => sum + x, 0);
  });

/** The orthogonal matrix I - 2 v v' / v'v. */
function reflection(v: readonly number[]): number[] {
  const squared = v.reduce((sum, x) => sum + x * x, 0);
  return v.flatMap((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / squared));
}

/** An `n x m` matrix of known singular values. */
function withSingularValues(values: readonly number[], n: number, m: number): number[] {
  const diagonal = Array.from({ length: n * m }, (_, at) =>
    Math.floor(at / m) === at % m ? (values[at % m] ?? 0) : 0,
  );
  const left = product(reflection(draws('left', n)), diagonal, n, n, m);
  return product(left, reflection(draws('right', m)), n, m, m);
}

/** The estimate after some iterations, with the vector that it ended on. */
function iterated(kernel: tf.Tensor, iterations: number): { sigma: tf.Tensor; u: tf.Tensor } {
  let u: tf.Tensor = tf.tensor(draws('u', kernel.shape.at(-1)!));
  let sigma: tf.Tensor = tf.scalar(0);
  for (let i = 0; i < iterations; i++) ({ sigma, next: u } = estimateNorm(kernel, u));
  return { sigma, u };
}

const shapes: [number, number][] = [
  [5, 3],
  [3, 5],
  [7, 1],
  [1, 4],
  [6, 6],
];

onEachBackend(() => {
  describe('the estimate of a spectral norm', () => {
    it.each(shapes)('finds the largest singular value of a %i x %i matrix', (n, m) => {
      const kernel = tf.tensor(withSingularValues([2.5, 0.9, 0.3], n, m), [n, m]);
      expectClose(iterated(kernel, 40).sigma, [2.5], 1e-5);
    });

    it('reads a convolution as the matrix over its output channels', () => {
      const matrix = withSingularValues([3, 1.5], 2 * 2 * 3, 4);
      expectClose(iterated(tf.tensor(matrix, [2, 2, 3, 4]), 60).sigma, [3], 1e-5);
    });

    it('is never above the true one', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(1000), (iterations, seed) => {
          const kernel = tf.tensor(withSingularValues([1, 0.99, 0.7, 0.2], 6, 4), [6, 4]);
          let u: tf.Tensor = tf.tensor(draws(`start${seed}`, 4));
          let sigma = tf.scalar(0) as tf.Tensor;
          for (let i = 0; i < iterations; i++) ({ sigma, next: u } = estimateNorm(kernel, u));
          expect(sigma.dataSync()[0]).toBeLessThanOrEqual(1 + 1e-6);
        }),
        { numRuns: 20 },
      );
    });

    it('has the gradient v u of the singular vectors', () => {
      const kernel = tf.tensor(withSingularValues([2, 0.5], 4, 3), [4, 3]);
      const { u } = iterated(kernel, 40);
      const { gradients } = valueAndGradients(
        () => ({ total: estimateNorm(kernel, u).sigma as tf.Scalar, extra: {} }),
        { kernel },
      );
      const v = tf.div(tf.matMul(kernel, tf.reshape(u, [3, 1])), 2);
      expectClose(gradients['kernel']!, [...tf.matMul(v, tf.reshape(u, [1, 3])).dataSync()], 1e-4);
    });

    it('of zeros is zero', () => {
      expectClose(iterated(tf.zeros([3, 2]), 3).sigma, [0], 1e-9);
    });
  });

  describe('a network under spectral norm', () => {
    const plain = buildNetwork({ kind: 'mlp', width: 6, depth: 2 }, { name: 'd', from: [2], to: [1] });
    const network = spectralNorm(plain);
    /** Its variables with `u` on the largest singular vector of each kernel. */
    const converged = () => {
      const values = randomVariables(plain, 0.8);
      for (const { name } of plain.parameters.filter(({ name }) => name.endsWith('kernel'))) {
        values[name.replace('kernel', 'u')] = iterated(values[name]!, 200).u;
      }
      return values;
    };

    it('declares one vector for each kernel, as long as its outputs', () => {
      expect(network.buffers.map(({ name, shape }) => [name, shape])).toEqual([
        ['d/dense0/u', [6]],
        ['d/dense1/u', [6]],
        ['d/dense2/u', [1]],
      ]);
    });

    it('has a slope of at most 1, and does not change with the scale of its kernels', () => {
      const values = converged();
      const x = tf.tensor(draws('x', 40, 3), [20, 2]);
      const slopes = tf.sum(tf.square(gradientOf((at) => network.apply(variablesOf(values), at), x)), 1).dataSync();
      expect(Math.max(...slopes)).toBeLessThanOrEqual(1 + 1e-5);
      expect(Math.max(...slopes)).toBeGreaterThan(0);
      const scaled = { ...values, 'd/dense1/kernel': tf.mul(values['d/dense1/kernel']!, 37) };
      expectClose(network.apply(variablesOf(scaled), x), [...network.apply(variablesOf(values), x).dataSync()], 1e-5);
    });

    it('proposes the next vectors in training, and none in evaluation', () => {
      const values: Record<string, tf.Tensor> = { ...converged(), 'd/dense1/u': tf.ones([6]) };
      const training = variablesOf(values);
      const x = tf.ones([3, 2]);
      network.apply(training, x);
      expect([...training.updates.keys()]).toEqual(['d/dense0/u', 'd/dense1/u', 'd/dense2/u']);
      const expected = estimateNorm(values['d/dense1/kernel']!, tf.ones([6])).next.dataSync();
      expectClose(training.updates.get('d/dense1/u')!, [...expected], 1e-6);
      const evaluation = variablesOf(values, false);
      network.apply(evaluation, x);
      expect(evaluation.updates.size).toBe(0);
    });

    it('takes a gradient penalty, whose gradients are those of finite differences', () => {
      const values = converged();
      const x = tf.tensor(draws('at', 10), [5, 2]);
      const parameters = Object.fromEntries(plain.parameters.map(({ name }) => [name, values[name]!]));
      const value = (changed: Record<string, tf.Tensor>) =>
        gradientPenalty((at) => network.apply(variablesOf({ ...values, ...changed }), at), x);
      const { gradients } = valueAndGradients(() => ({ total: value(parameters), extra: {} }), parameters);
      const length = Math.sqrt(
        Object.values(gradients).reduce((sum, g) => sum + tf.sum(tf.square(g)).dataSync()[0]!, 0),
      );
      const shifted = (h: number): number => {
        const moved = Object.entries(parameters).map(([name, parameter]) => [
          name,
          tf.add(parameter, tf.mul(gradients[name]!, h / length)),
        ]);
        return value(Object.fromEntries(moved) as typeof parameters).dataSync()[0]!;
      };
      const h = 1e-2;
      expect(length).toBeGreaterThan(0.01);
      expect((shifted(h) - shifted(-h)) / (2 * h) / length).toBeCloseTo(1, 1);
    });
  });
});
