import { describe, expect, it } from 'vitest';
import { scalarsOfRule, slotsOfRule, UpdateRule } from '../program/operations.ts';
import * as tf from '../tf.ts';
import { Fused } from './names.ts';
import { valueAndGradients } from '../gradients.ts';
import { composedOptimise } from './optimise-composed.ts';
import { optimise } from './optimise.ts';
import { composed, draws, expectSameBits, oddSizes, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const rules = Object.entries(UpdateRule);

/** One move of parameters of these sizes; `change` may put special values among a tensor's. */
function moveOf(
  rule: number,
  sizes: readonly number[],
  change = (values: Float32Array) => values,
  by = optimise,
): tf.Tensor[] {
  const make = (size: number, start: number, scale: number) => tf.tensor1d(change(draws(size, start, scale)));
  const moves = sizes.map((size, index) => ({
    parameter: make(size, index, 1),
    gradient: make(size, 100 + index, 3),
    // The slots that are squares must not be negative.
    slots: Array.from({ length: slotsOfRule[rule]! }, (_, slot) =>
      tf.abs(make(size, 200 + 10 * index + slot, slot === 0 ? 0.1 : 0.01)),
    ),
  }));
  const scalars = tf.tensor1d(scalarsOfRule[rule] === 3 ? [0.0123, 0.7, 3e-7] : [0.0123, 3e-7]);
  return by({ rule, a: 0.9, b: 0.999, c: 1e-8 }, scalars, moves).flatMap(({ parameter, slots }) => [
    parameter,
    ...slots,
  ]);
}

describe.each(rules)('the %s rule', (_name, rule) => {
  it('has the same bits on wasm as on cpu, for any sizes together', async () => {
    expectSameBits(await on('wasm', () => moveOf(rule, oddSizes)), await on('cpu', () => moveOf(rule, oddSizes)));
  });

  it('lets NaN, infinities, zeros and subnormal numbers through as IEEE 754 has them', async () => {
    const special = [NaN, Infinity, -Infinity, 0, -0, 1e-45, 3e38, -1e-40];
    // Every value meets every other, since the parts are shifted against each other.
    let shift = 0;
    const change = (values: Float32Array) => {
      const start = shift++;
      return values.map((value, i) => (i % 3 === 0 ? value : special[(i + start) % special.length]!));
    };
    const compute = () => ((shift = 0), moveOf(rule, [61, 6], change));
    const actual = await on('wasm', compute);
    expectSameBits(actual, await on('cpu', compute));
    expect(actual[0]!.some(Number.isNaN)).toBe(true);
    expect(actual[0]!.some(Number.isFinite)).toBe(true);
  });

  it('has the bits of the same rule composed of operations', async () => {
    const sizes = [5, 1, 70];
    const zeros = (values: Float32Array) => values.map((value, i) => (i % 4 === 0 ? 0 : value));
    const fused = await on('cpu', () => moveOf(rule, sizes, zeros));
    expectSameBits(await composed(Fused.optimise, () => moveOf(rule, sizes, zeros)), fused);
    const onWasm = await on('wasm', () => moveOf(rule, sizes, zeros, composedOptimise));
    expectSameBits(onWasm, fused);
  });

  it('composed of operations, has the slope of the move in everything that it reads', async () => {
    await tf.setBackend('cpu');
    const attributes = { rule, a: 0.9, b: 0.99, c: 1e-3 };
    const scalars = tf.tensor1d(scalarsOfRule[rule] === 3 ? [0.3, 0.7, 1e-2] : [0.3, 1e-2]);
    const inputs = Array.from({ length: 2 + slotsOfRule[rule]! }, (_, n) => draws(5, 31 * n).map((x) => 1 + x / 2));
    /** A number that owes something to everything that a move leaves. */
    const value = (tensors: readonly tf.Tensor[]): tf.Scalar => {
      const [parameter, gradient, ...slots] = tensors;
      const [moved] = composedOptimise(attributes, scalars, [{ parameter: parameter!, gradient: gradient!, slots }]);
      const parts = [moved!.parameter, ...moved!.slots];
      return tf.addN(parts.map((part, n) => tf.sum<tf.Scalar>(tf.mul(part, 1 + n))));
    };
    const tensors = inputs.map((values) => tf.tensor1d(values));
    const { gradients } = valueAndGradients(
      () => ({ total: value(tensors), extra: {} }),
      Object.fromEntries(tensors.map((tensor, n) => [n, tensor])),
    );
    const step = 2 ** -6;
    inputs.forEach((values, n) => {
      const slopes = gradients[n]!.dataSync();
      values.forEach((at, i) => {
        const valueAt = (x: number) => {
          const moved = inputs.map((all, m) => tf.tensor1d(all.map((y, j) => (m === n && j === i ? x : y))));
          return value(moved).dataSync()[0]!;
        };
        expect(slopes[i]).toBeCloseTo((valueAt(at + step) - valueAt(at - step)) / (2 * step), 2);
      });
    });
  });

  it('composed of operations, passes no NaN back where a gradient was always zero', async () => {
    await tf.setBackend('cpu');
    const zero = tf.zeros([2]);
    const slots = Array.from({ length: slotsOfRule[rule]! }, () => zero);
    const gradient = tf.zeros([2]);
    const scalars = tf.tensor1d([0.1, 1e-4, 1e-4]);
    const { gradients } = valueAndGradients(
      () => {
        const [moved] = composedOptimise({ rule, a: 0.9, b: 0.99, c: 1e-4 }, scalars, [
          { parameter: zero, gradient: tf.mul(gradient, 3), slots },
        ]);
        return { total: tf.sum<tf.Scalar>(moved!.parameter), extra: {} };
      },
      { gradient },
    );
    expect(gradients['gradient']!.dataSync().every(Number.isFinite)).toBe(true);
  });
});

it('moves nothing where there is nothing', async () => {
  expect(await on('wasm', () => moveOf(UpdateRule.adam, []))).toEqual([]);
});
