import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './importance-bound.ts';
import { ImportanceBound } from './importance-bound.ts';

const source = new URL('importance-bound.ts', import.meta.url);

knownAnswer<typeof Module>(
  'weights 1, 3, 4 and 8 of an example, and the same ones times e^900',
  source,
  (module) => {
    const weights = [1, 3, 4, 8].map(Math.log);
    const bound = new module.ImportanceBound(2);
    bound.add(Float64Array.of(...weights.slice(0, 1), 900 + weights[0]!), 1);
    bound.add(Float64Array.of(...weights.slice(1), 900 + weights[3]!, 900 + weights[1]!, 900 + weights[2]!), 3);
    const { bound: values, single, effectiveDraws } = bound.estimate();
    expect(values[0]).toBeCloseTo(Math.log(4), 12);
    expect(values[1]).toBeCloseTo(900 + Math.log(4), 10);
    expect(single[0]).toBeCloseTo(Math.log(96) / 4, 12);
    expect(effectiveDraws[0]).toBeCloseTo(256 / 90, 12);
    expect(effectiveDraws[1]).toBeCloseTo(256 / 90, 9);
  },
  {
    'one draw too few in the mean': {
      replace: 'largest + Math.log(this.#sum[i]! / this.#draws)',
      by: 'largest + Math.log(this.#sum[i]! / (this.#draws - 1))',
    },
    'the sum, not the mean': { replace: 'Math.log(this.#sum[i]! / this.#draws)', by: 'Math.log(this.#sum[i]!)' },
    'no shrinking when a larger weight comes': { replace: 'this.#sum[i]! * shrink + 1', by: 'this.#sum[i]! + 1' },
    'the mean of the last part alone': { replace: 'this.#draws += draws', by: 'this.#draws = draws' },
    'weights that overflow': {
      replace: 'Math.exp(logWeight - largest);\n      this.#sum[i]! += weight;',
      by: 'Math.exp(logWeight);\n      this.#sum[i]! += weight;',
    },
    'squares that do not shrink twice': { replace: '* shrink * shrink', by: '* shrink' },
  },
);

test('parts of any size give the same bound', () => {
  const draws = Float64Array.from(normal(1, 'weights', 0, 3 * 60), (e) => 5 * e - 90);
  const whole = new ImportanceBound(3);
  whole.add(draws, 60);
  const parts = new ImportanceBound(3);
  for (const [from, to] of [
    [0, 1],
    [1, 18],
    [18, 60],
  ] as const) {
    const rows = [0, 1, 2].flatMap((i) => [...draws.subarray(60 * i + from, 60 * i + to)]);
    parts.add(Float64Array.from(rows), to - from);
  }
  const [a, b] = [whole.estimate(), parts.estimate()];
  a.bound.forEach((value, i) => expect(b.bound[i]).toBeCloseTo(value, 12));
  a.effectiveDraws.forEach((value, i) => expect(b.effectiveDraws[i]).toBeCloseTo(value, 10));
});

test('more draws raise the bound on average: log weights N(-s^2 / 2, s^2) have the mean weight 1', () => {
  const examples = 400;
  const boundOf = (draws: number): number => {
    const bound = new ImportanceBound(examples);
    bound.add(
      normal(2, 'bound', 0, examples * draws).map((e) => e - 0.5),
      draws,
    );
    return bound.estimate().bound.reduce((sum, value) => sum + value, 0) / examples;
  };
  const [one, five, fifty] = [1, 5, 50].map(boundOf) as [number, number, number];
  expect(Math.abs(one + 0.5)).toBeLessThan(0.15);
  expect(five).toBeGreaterThan(one + 0.1);
  expect(fifty).toBeGreaterThan(five + 0.05);
  expect(Math.abs(fifty)).toBeLessThan(0.06);
});

test('impossible draws count as nothing, and a NaN is not hidden', () => {
  const bound = new ImportanceBound(3);
  bound.add(Float64Array.of(-Infinity, 0, -Infinity, -Infinity, 1, NaN), 2);
  const values = bound.estimate().bound;
  expect(values[0]).toBeCloseTo(Math.log(0.5), 12);
  expect(values[1]).toBe(-Infinity);
  expect(values[2]).toBeNaN();
  bound.add(Float64Array.of(0, 0, 5), 1);
  expect(bound.estimate().bound[2]).toBeNaN();
});

test('without a draw, or with a wrong number of weights, there is no bound', () => {
  expect(() => new ImportanceBound(2).estimate()).toThrow(RangeError);
  expect(() => new ImportanceBound(2).add(new Float32Array(3), 2)).toThrow('3 weights');
});
