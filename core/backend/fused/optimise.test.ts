import { describe, expect, it } from 'vitest';
import { slotsOfRule, UpdateRule } from '../program/operations.ts';
import * as tf from '../tf.ts';
import { Fused } from './names.ts';
import { optimise } from './optimise.ts';
import { composed, draws, expectNear, expectSameBits, oddSizes, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const rules = Object.entries(UpdateRule);

/** One move of parameters of these sizes; `change` may put special values among a tensor's. */
function moveOf(rule: number, sizes: readonly number[], change = (values: Float32Array) => values): tf.Tensor[] {
  const make = (size: number, start: number, scale: number) => tf.tensor1d(change(draws(size, start, scale)));
  const moves = sizes.map((size, index) => ({
    parameter: make(size, index, 1),
    gradient: make(size, 100 + index, 3),
    // The slots that are squares must not be negative.
    slots: Array.from({ length: slotsOfRule[rule]! }, (_, slot) =>
      tf.abs(make(size, 200 + 10 * index + slot, slot === 0 ? 0.1 : 0.01)),
    ),
  }));
  const scalars = tf.tensor1d([0.0123, 3e-7]);
  return optimise({ rule, a: 0.9, b: 0.999, c: 1e-8 }, scalars, moves).flatMap(({ parameter, slots }) => [
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

  it('agrees with the same rule composed of operations', async () => {
    const sizes = [5, 1, 70];
    const fused = await on('cpu', () => moveOf(rule, sizes));
    expectNear(await composed(Fused.optimise, () => moveOf(rule, sizes)), fused, 1e-6);
  });
});

it('moves nothing where there is nothing', async () => {
  expect(await on('wasm', () => moveOf(UpdateRule.adam, []))).toEqual([]);
});
