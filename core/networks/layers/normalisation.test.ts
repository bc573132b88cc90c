import { describe, expect, it } from 'vitest';
import { gradientOf, valueAndGradients } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { draws, expectClose, onEachBackend, slope, variablesOf } from '../testing.ts';
import { batchNorm, layerNorm, normalisation } from './normalisation.ts';

const batch = 3;
const channels = 2;
/** `[3, 2, 1, 2]`: two pixels of two channels. */
const shape = [batch, 2, 1, channels];
const size = 12;
const x = draws('x', size);
const scale = draws('scale', channels);
const shift = draws('shift', channels);
/** A plain sum of standardised values is constant, so its gradient would test nothing. */
const weight = draws('weight', size);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

/** Standardises each element within its group, then scales and shifts by channel, in float64. */
const normalise =
  (groupOf: (index: number) => number) =>
  (values: readonly number[], gamma: readonly number[], beta: readonly number[]): number[] =>
    values.map((value, i) => {
      const group = values.filter((_, j) => groupOf(j) === groupOf(i));
      const standard = (value - mean(group)) / Math.sqrt(variance(group) + 1e-5);
      return standard * gamma[i % channels]! + beta[i % channels]!;
    });

const cases = [
  ['batchNorm', batchNorm(channels), normalise((i) => i % channels)],
  ['layerNorm', layerNorm(channels), normalise((i) => Math.floor(i / (size / batch)))],
] as const;

const running = () => ({ 'n/mean': tf.tensor([0.5, -1]), 'n/variance': tf.tensor([2, 0.25]) });

onEachBackend(() => {
  describe.each(cases)('%s in training', (_name, layer, reference) => {
    const tensors = () => ({ x: tf.tensor(x, shape), scale: tf.tensor(scale), shift: tf.tensor(shift) });
    const variables = (t: ReturnType<typeof tensors>) =>
      variablesOf({ 'n/scale': t.scale, 'n/shift': t.shift, ...running() });
    const weighted = (y: tf.Tensor) => tf.sum<tf.Scalar>(tf.mul(y, tf.tensor(weight, shape)));
    const total = (...values: Parameters<typeof reference>) =>
      reference(...values).reduce((sum, value, i) => sum + value * weight[i]!, 0);

    it('equals the float64 reference', () => {
      const t = tensors();
      const y = layer.apply(variables(t), 'n', t.x);
      expect(y.shape).toEqual(shape);
      expectClose(y, reference(x, scale, shift), 1e-5);
    });

    it('has its gradients in the input, scale and shift', () => {
      const t = tensors();
      const { gradients } = valueAndGradients(
        () => ({ total: weighted(layer.apply(variables(t), 'n', t.x)), extra: {} }),
        t,
      );
      expectClose(
        gradients['x']!,
        slope((v) => total(v, scale, shift), x),
        1e-5,
      );
      expectClose(
        gradients['scale']!,
        slope((v) => total(x, v, shift), scale),
        1e-5,
      );
      expectClose(
        gradients['shift']!,
        slope((v) => total(x, scale, v), shift),
        1e-5,
      );
    });

    it('differentiates twice: the squared gradient norm has the right gradient', () => {
      const t = tensors();
      const { gradients } = valueAndGradients(() => {
        const slopes = gradientOf((v) => weighted(layer.apply(variables(t), 'n', v)), t.x);
        return { total: tf.sum<tf.Scalar>(tf.square(slopes)), extra: {} };
      }, t);
      const squaredNorm = (v: readonly number[], gamma: readonly number[]) =>
        slope((u) => total(u, gamma, shift), v, 1e-4).reduce((sum, d) => sum + d * d, 0);
      expectClose(
        gradients['x']!,
        slope((v) => squaredNorm(v, scale), x, 1e-4),
        1e-4,
      );
      expectClose(
        gradients['scale']!,
        slope((v) => squaredNorm(x, v), scale, 1e-4),
        1e-4,
      );
      expectClose(gradients['shift']!, [0, 0], 1e-4);
    });
  });

  describe('batchNorm', () => {
    const variables = (training: boolean) =>
      variablesOf({ 'n/scale': tf.tensor(scale), 'n/shift': tf.tensor(shift), ...running() }, training);

    it('moves a tenth of the way to the batch statistics, the variance unbiased', () => {
      const vars = variables(true);
      batchNorm(channels).apply(vars, 'n', tf.tensor(x, shape));
      const group = (channel: number) => x.filter((_, i) => i % channels === channel);
      const unbiased = (channel: number) => (variance(group(channel)) * 6) / 5;
      expect([...vars.updates.keys()]).toEqual(['n/mean', 'n/variance']);
      expect(vars.updates.get('n/mean')!.shape).toEqual([channels]);
      expectClose(vars.updates.get('n/mean')!, [0.45 + 0.1 * mean(group(0)), -0.9 + 0.1 * mean(group(1))], 1e-6);
      expectClose(vars.updates.get('n/variance')!, [1.8 + 0.1 * unbiased(0), 0.225 + 0.1 * unbiased(1)], 1e-6);
    });

    it('uses the running statistics in evaluation, and leaves them alone', () => {
      const vars = variables(false);
      const [m, v] = [
        [0.5, -1],
        [2, 0.25],
      ];
      const y = batchNorm(channels).apply(vars, 'n', tf.tensor(x, shape));
      const expected = x.map((value, i) => {
        const c = i % channels;
        return ((value - m[c]!) / Math.sqrt(v[c]! + 1e-5)) * scale[c]! + shift[c]!;
      });
      expectClose(y, expected, 1e-6);
      expect(vars.updates.size).toBe(0);
    });

    it('takes one example at a time in evaluation, and says why it cannot in training', () => {
      const single = () => tf.tensor([[1, 2]]);
      expect(batchNorm(channels).apply(variables(false), 'n', single()).shape).toEqual([1, 2]);
      expect(() => batchNorm(channels).apply(variables(true), 'n', single())).toThrow(
        /n: .*at least two values.*got 1/,
      );
    });
  });

  describe('layerNorm', () => {
    it('treats examples apart', () => {
      const vars = variablesOf({ 'n/scale': tf.tensor(scale), 'n/shift': tf.tensor(shift) });
      const all = layerNorm(channels).apply(vars, 'n', tf.tensor(x, shape));
      const first = layerNorm(channels).apply(vars, 'n', tf.tensor(x.slice(0, 4), [1, 2, 1, channels]));
      expectClose(first, Array.from(all.dataSync().slice(0, 4)), 1e-6);
    });
  });
});

describe('the declarations of a normalisation', () => {
  it('start as the identity, with running statistics only for batch normalisation', () => {
    const [layer] = normalisation('batch', 5);
    const start = (tensors: readonly { name: string; shape: readonly number[]; initialiser: unknown }[]) =>
      tensors.map(({ name, shape: s, initialiser }) => [name, s, (initialiser as { value: number }).value]);
    expect(start(layer!.parameters)).toEqual([
      ['scale', [5], 1],
      ['shift', [5], 0],
    ]);
    expect(start(layer!.buffers)).toEqual([
      ['mean', [5], 0],
      ['variance', [5], 1],
    ]);
    expect(normalisation('layer', 5)[0]!.buffers).toEqual([]);
    expect(normalisation('none', 5)).toEqual([]);
  });
});
