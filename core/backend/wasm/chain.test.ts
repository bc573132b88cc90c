import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { microOperations } from '../program/chain.ts';
import type { Chain, ElementType, Load, MicroOperation, MicroStep, Store } from '../program/chain.ts';
import { chainRunner, singleStep } from '../testing/run-chain.ts';
import type { ChainRunner } from '../testing/run-chain.ts';
import type { Values } from './heap.ts';
import { planOf } from './operations/chain-plan.ts';

let run: ChainRunner;

beforeAll(async () => {
  run = await chainRunner();
});

/** Values around zero, some of them special, the same on every run. */
function numbers(dtype: ElementType, length: number, seed: number): Values {
  const draw = (i: number) => ((seed + i + 1) * 0.6180339887498949) % 1;
  const special = [0, -0, 1e-40, Infinity, -Infinity, NaN, 3e38];
  if (dtype === 'bool') return Uint8Array.from({ length }, (_, i) => (draw(i) < 0.5 ? 0 : 1));
  if (dtype === 'int32') return Int32Array.from({ length }, (_, i) => Math.floor((draw(i) - 0.5) * 1e4));
  return Float32Array.from({ length }, (_, i) => (i % 23 === 5 ? special[i % 7]! : (draw(i) - 0.5) * 8));
}

/** What a load reads, all of it. */
const expanded = ({ repeat, period }: Load, values: Values, size: number) =>
  Float32Array.from({ length: size }, (_, e) => values[Math.floor(e / repeat) % period]!);

function stored(values: Float32Array, dtype: ElementType): Values {
  if (dtype === 'float32') return values;
  if (dtype === 'bool') return Uint8Array.from(values, (value) => (value !== 0 ? 1 : 0));
  const whole = (value: number) => Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.trunc(value)));
  return Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : whole(value)));
}

/** A chain's results, every step done as a chain of its own. */
function oneByOne(chain: Chain, inputs: readonly Values[]): Values[] {
  const registers: Float32Array[] = chain.loads.map((load, i) => expanded(load, inputs[i]!, chain.size));
  for (const { code, a, b, c, p, q } of chain.steps) {
    const operands = [a, b ?? 0, c ?? 0].slice(0, microOperations[code]).map((register) => registers[register]!);
    registers.push(run(singleStep(code, operands.length, chain.size, p, q), operands)[0] as Float32Array);
  }
  return chain.stores.map(({ register, dtype }) => stored(registers[register]!, dtype));
}

/** Compares by bits, but for the bits of a NaN. */
function expectSame(actual: readonly Values[], expected: readonly Values[]): void {
  actual.forEach((values, store) => {
    const wrong = values.findIndex((value, i) => !Object.is(value, expected[store]![i]));
    expect(wrong < 0 ? 'the same' : `store ${store}, element ${wrong}: ${values[wrong]}`).toBe('the same');
    expect(values.length).toBe(expected[store]!.length);
  });
}

const types: readonly ElementType[] = ['float32', 'float32', 'float32', 'int32', 'bool'];

/** How an operand of `size` elements can be broadcast: repeat and period. */
function modesOf(size: number): [number, number][] {
  const divisors = [1, 2, 3, 4, 5, 16, 60, 205, 512, 1024, 1025, size].filter((d) => size % d === 0);
  return divisors.flatMap((repeat) =>
    divisors.filter((period) => (size / repeat) % period === 0).map((period): [number, number] => [repeat, period]),
  );
}

const sizes = [1, 3, 17, 255, 1023, 1024, 1025, 2050, 3072, 4096, 6000];

const anyChain: fc.Arbitrary<Chain> = fc.constantFrom(...sizes).chain((size) => {
  const load = fc.record({
    dtype: fc.constantFrom(...types),
    mode: fc.oneof(fc.constant<[number, number]>([1, size]), fc.constantFrom(...modesOf(size))),
  });
  return fc.array(load, { minLength: 1, maxLength: 5 }).chain((loads) =>
    fc
      .array(
        fc.tuple(fc.constantFrom(...(Object.keys(microOperations) as MicroOperation[])), fc.nat(), fc.nat(), fc.nat()),
        {
          maxLength: 12,
        },
      )
      .chain((drawn) => {
        const steps = drawn.map(([code, ...operands], index): MicroStep => {
          const [a, b, c] = operands.map((operand) => operand % (loads.length + index)) as [number, number, number];
          return { code, a, b, c, p: 0.2, q: 0.9 };
        });
        const store = fc.record({
          register: fc.nat({ max: loads.length + steps.length - 1 }),
          dtype: fc.constantFrom(...types),
        });
        return fc.array(store, { minLength: 1, maxLength: 4 }).map((stores: Store[]) => ({
          size,
          loads: loads.map(({ dtype, mode: [repeat, period] }) => ({ dtype, repeat, period })),
          steps,
          stores,
        }));
      }),
  );
});

describe('a chain', () => {
  it('has the bits of its steps one by one, for any loads and stores, in place and on any number of threads', () => {
    fc.assert(
      fc.property(anyChain, fc.integer({ min: 1, max: 3 }), fc.nat({ max: 1000 }), (chain, threads, seed) => {
        const inputs = chain.loads.map(({ dtype, period }, i) => numbers(dtype, period, seed + 101 * i));
        // Each store that can lies over a load that allows it.
        const hosts = chain.loads.flatMap(({ dtype, repeat, period }, i) =>
          dtype === 'float32' && repeat === 1 && period === chain.size ? [i] : [],
        );
        const inPlace = chain.stores.map(({ dtype }) => (dtype === 'float32' ? (hosts.pop() ?? -1) : -1));
        const expected = oneByOne(chain, inputs);
        expectSame(run(chain, inputs), expected);
        expectSame(run(chain, inputs, { inPlace, threads }), expected);
      }),
      { numRuns: 400, seed: 5 },
    );
  });

  it.each(sizes)('of %i elements reads every kind of broadcast', (size) => {
    for (const [repeat, period] of modesOf(size)) {
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        const load: Load = { dtype, repeat, period };
        const chain: Chain = { size, loads: [load], steps: [], stores: [{ register: 0, dtype: 'float32' }] };
        const input = numbers(dtype, period, 3);
        expectSame(run(chain, [input]), [expanded(load, input, size)]);
      }
    }
  });

  it('keeps its blocks in the first-level cache, and its slots few', () => {
    const load: Load = { dtype: 'float32', repeat: 1, period: 1e6 };
    const deep: Chain = {
      size: 1e6,
      loads: [load, load],
      steps: Array.from({ length: 40 }, (_, i) => ({ code: 'add', a: i, b: i + 1 })),
      stores: [{ register: 41, dtype: 'float32' }],
    };
    expect(planOf(deep).slots).toBeLessThanOrEqual(3);
    const wide: Chain = {
      size: 1e6,
      loads: Array.from({ length: 16 }, (_, i) => ({ ...load, period: 10 + i })),
      steps: Array.from({ length: 15 }, (_, i) => ({ code: 'add', a: i === 0 ? 0 : 15 + i, b: i + 1 })),
      stores: [{ register: 30, dtype: 'float32' }],
    };
    const { slots, block } = planOf(wide);
    expect(slots * block * 4).toBeLessThanOrEqual(32 * 1024);
  });
});
