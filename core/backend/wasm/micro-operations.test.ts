import { beforeAll, describe, expect, it } from 'vitest';
import { microOperations } from '../program/chain.ts';
import type { MicroOperation } from '../program/chain.ts';
import { chainRunner, singleStep } from '../testing/run-chain.ts';
import type { ChainRunner } from '../testing/run-chain.ts';

let run: ChainRunner;

beforeAll(async () => {
  run = await chainRunner();
});

const bits = new DataView(new ArrayBuffer(4));

/** Rank of a float among all floats, so that neighbours differ by one. */
function rank(value: number): number {
  bits.setFloat32(0, value);
  const word = bits.getInt32(0);
  return word < 0 ? -(word & 0x7fffffff) : word;
}

/** Distance of a result from an exact value, in steps between floats at the exact value. */
function ulps(actual: number, exact: number): number {
  const nearest = Math.fround(exact);
  if (Number.isNaN(exact) || Number.isNaN(actual)) return Number.isNaN(exact) && Number.isNaN(actual) ? 0 : Infinity;
  if (Object.is(actual, nearest) || actual === nearest) return 0;
  if (!Number.isFinite(nearest) || !Number.isFinite(actual)) return Math.abs(rank(actual) - rank(nearest));
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact) || 1e-45)));
  return Math.abs(actual - exact) / 2 ** (exponent - 23);
}

const special = [0, -0, 1e-45, -1e-45, 1e-39, -1e-39, 1.17549435e-38, 3.4e38, -3.4e38, Infinity, -Infinity, NaN, 1, -1];

/** Floats of every magnitude and sign, dense between -20 and 20, and the ends of exp's range. */
const grid: Float32Array = (() => {
  const numbers = [
    ...special,
    1e-6,
    -1e-6,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.625,
    88.72283,
    88.72284,
    -87.33655,
    -103.97,
    -104.5,
  ];
  for (let i = 0; i < 3000; i++) {
    bits.setInt32(0, Math.floor(((i * 0.6180339887498949) % 1) * 0x7f800000));
    numbers.push(bits.getFloat32(0), -bits.getFloat32(0));
  }
  for (let i = 0; i < 20000; i++) numbers.push((((i * 0.7548776662466927) % 1) * 2 - 1) * 20);
  for (let i = 0; i < 5000; i++) numbers.push((((i * 0.5698402909980532) % 1) * 2 - 1) * 105);
  for (let i = 0; i < 3000; i++) numbers.push(1 + (((i * 0.5698402909980532) % 1) * 2 - 1) * 2 ** -(i % 24));
  return Float32Array.from(numbers);
})();

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const roundHalfEven = (x: number) => {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
};
const p = Math.fround(0.2);
const q = Math.fround(0.7);

/** Each operation of one operand in double precision, and its largest error in units in the last place. */
const unary: Partial<Record<MicroOperation, readonly [reference: (x: number) => number, error: number]>> = {
  identity: [(x) => x, 0],
  neg: [(x) => -x, 0],
  abs: [Math.abs, 0],
  square: [(x) => x * x, 0.5],
  sqrt: [Math.sqrt, 0.5],
  rsqrt: [(x) => 1 / Math.sqrt(x), 1.5],
  reciprocal: [(x) => 1 / x, 0.5],
  exp: [Math.exp, 1],
  expm1: [Math.expm1, 2],
  log: [Math.log, 1],
  log1p: [Math.log1p, 0.51],
  tanh: [Math.tanh, 2],
  sigmoid: [sigmoid, 2],
  softplus: [softplus, 2],
  elu: [(x) => (x >= 0 ? x : Math.expm1(x)), 2],
  relu: [(x) => (x < 0 ? 0 : x), 0],
  leakyRelu: [(x) => (x < 0 ? p * x : x), 0.5],
  step: [(x) => (x > 0 ? 1 : x <= 0 ? p : NaN), 0],
  clip: [(x) => (x < p ? p : x > q ? q : x), 0],
  sign: [Math.sign, 0],
  floor: [Math.floor, 0],
  ceil: [Math.ceil, 0],
  round: [roundHalfEven, 0],
  truncate: [Math.trunc, 0],
  not: [(x) => (x === 0 ? 1 : 0), 0],
  isNaN: [(x) => (Number.isNaN(x) ? 1 : 0), 0],
  sin: [Math.sin, 0.51],
  cos: [Math.cos, 0.51],
};

const flag = (condition: boolean) => (condition ? 1 : 0);

const binary: Partial<Record<MicroOperation, readonly [reference: (a: number, b: number) => number, error: number]>> = {
  add: [(a, b) => a + b, 0.5],
  sub: [(a, b) => a - b, 0.5],
  mul: [(a, b) => a * b, 0.5],
  div: [(a, b) => a / b, 0.5001],
  maximum: [Math.max, 0],
  minimum: [Math.min, 0],
  squaredDifference: [(a, b) => Math.fround(a - b) ** 2, 0.5],
  less: [(a, b) => flag(a < b), 0],
  lessEqual: [(a, b) => flag(a <= b), 0],
  greater: [(a, b) => flag(a > b), 0],
  greaterEqual: [(a, b) => flag(a >= b), 0],
  equal: [(a, b) => flag(a === b), 0],
  notEqual: [(a, b) => flag(a !== b), 0],
  and: [(a, b) => flag(a !== 0 && b !== 0), 0],
  or: [(a, b) => flag(a !== 0 || b !== 0), 0],
  tanhGrad: [(a, b) => a * Math.fround(1 - Math.fround(b * b)), 0.5],
  eluGrad: [(a, b) => (b >= 0 ? a : a * Math.fround(b + 1)), 0.5],
};

interface Worst {
  readonly error: number;
  readonly at: string;
}

function worst(
  actual: ArrayLike<number>,
  expected: (index: number) => number,
  where: (index: number) => string,
): Worst {
  let found: Worst = { error: 0, at: '' };
  for (let i = 0; i < actual.length; i++) {
    const error = ulps(actual[i]!, expected(i));
    if (error > found.error) found = { error, at: `${where(i)}: ${actual[i]} for ${expected(i)}` };
  }
  return found;
}

describe('operations of one operand', () => {
  it.each(Object.entries(unary))('%s is as close to double precision as promised', (name, [reference, limit]) => {
    const [actual] = run(singleStep(name as MicroOperation, 1, grid.length, p, q), [grid]);
    const { error, at } = worst(
      actual!,
      (i) => reference(grid[i]!),
      (i) => String(grid[i]),
    );
    expect(error, at).toBeLessThanOrEqual(limit);
  });

  it.each(Object.keys(unary))('%s gives the same bits wherever an element lies in a block', (name) => {
    const few = grid.slice(0, 1025);
    const of = (numbers: Float32Array) =>
      new Uint32Array(
        (run(singleStep(name as MicroOperation, 1, numbers.length, p, q), [numbers])[0] as Float32Array).buffer,
      );
    const whole = of(few);
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [3, 20],
      [1, 1024],
      [2, 1025],
    ] as const) {
      expect(of(few.slice(from, to))).toEqual(whole.slice(from, to));
    }
  });
});

describe('relu', () => {
  it('makes 0 of -0, as the epilogue of a product does', () => {
    const [actual] = run(singleStep('relu', 1, 3), [Float32Array.of(-0, -1, 2)]);
    expect(Array.from(actual!)).toEqual([0, 0, 2]);
  });
});

describe('operations of more operands', () => {
  const pairs = [...special, 0.3, -0.7, 1.1, -2.9, 17, 1e-20, -1e20].flatMap((a, _, all) =>
    all.map((b) => [a, b] as const),
  );
  const a = Float32Array.from(pairs, ([first]) => first);
  const b = Float32Array.from(pairs, ([, second]) => second);

  it.each(Object.entries(binary))('%s is as close to double precision as promised', (name, [reference, limit]) => {
    const [actual] = run(singleStep(name as MicroOperation, 2, a.length), [a, b]);
    const { error, at } = worst(
      actual!,
      (i) => reference(a[i]!, b[i]!),
      (i) => `${a[i]}, ${b[i]}`,
    );
    expect(error, at).toBeLessThanOrEqual(limit);
  });

  it('select takes b where a is not 0', () => {
    const c = Float32Array.from(b, (value) => value + 1);
    const [actual] = run(singleStep('select', 3, a.length), [a, b, c]);
    expect(actual).toEqual(Float32Array.from(a, (value, i) => (value !== 0 ? b[i]! : c[i]!)));
  });

  it('are all tested here', () => {
    expect(Object.keys({ ...unary, ...binary, select: 0 }).sort()).toEqual(Object.keys(microOperations).sort());
  });
});
