import { describe, expect, it } from 'vitest';
import * as tf from '../tf.ts';
import { Fused } from './names.ts';
import { norm } from './norm.ts';
import { composed, draws, expectNear, expectSameBits, oddSizes, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const normOf = (...arrays: readonly ArrayLike<number>[]) => [
  norm(arrays.map((values) => tf.tensor1d(Float32Array.from(values)))),
];

describe('the Euclidean norm', () => {
  it.each(['cpu', 'wasm'] as const)('is that of all tensors together, on %s', async (backend) => {
    expect([...(await on(backend, () => normOf([3], [], [0, -4])))[0]!]).toEqual([5]);
    expect([...(await on(backend, () => normOf()))[0]!]).toEqual([0]);
  });

  it('has the same bits on wasm as on cpu, for any sizes together', async () => {
    const compute = () => [
      ...oddSizes.map((size) => normOf(draws(size, 3, 1.7))[0]!),
      ...normOf(...oddSizes.map((size) => draws(size, size))),
    ];
    expectSameBits(await on('wasm', compute), await on('cpu', compute));
  });

  it('agrees with the same norm composed of operations', async () => {
    const compute = () => normOf(draws(70, 1), [3], draws(5, 9));
    expectNear(await composed(Fused.norm, compute), await on('cpu', compute), 1e-6);
  });

  it.each(['cpu', 'wasm'] as const)('of a million equal numbers keeps single precision, on %s', async (backend) => {
    const [value] = await on(backend, () => [norm([tf.fill([1_000_000], 0.1)])]);
    expect(value![0]).toBe(Math.fround(Math.fround(0.1) * 1000));
  });

  it.each(['cpu', 'wasm'] as const)(
    'does not overflow on the way, and shows what is not finite, on %s',
    async (backend) => {
      const single = async (...values: number[]) => (await on(backend, () => normOf(values)))[0]![0];
      expect(await single(3e30, 4e30)).toBeCloseTo(5e30, -24);
      expect(await single(1e-30)).toBe(Math.fround(1e-30));
      expect(await single(3e38, 3e38)).toBe(Infinity);
      for (const bad of [NaN, Infinity, -Infinity]) {
        const values = draws(5000, 1);
        values[4321] = bad;
        expect(Number.isFinite(await single(...values))).toBe(false);
      }
    },
  );
});
