import { describe, expect, it } from 'vitest';
import { optimise } from '../../backend/fused/optimise.ts';
import * as tf from '../../backend/tf.ts';
import { defaultsOf, type Chosen, type Values } from '../../spec/fields.ts';
import { wholePower } from './common.ts';
import type { Optimiser } from './optimiser.ts';
import { optimisers } from './registry.ts';

const create = (kind: string, values: Values = {}): Optimiser => {
  const optimiser = optimisers[kind]!;
  const chosen: Chosen = { ...defaultsOf(optimiser.fields), ...values, kind };
  return optimiser.create(chosen);
};

/** Moves `start` along each gradient in turn; returns the parameter and the slots after each move. */
function path(
  optimiser: Optimiser,
  start: readonly number[],
  gradients: readonly ((at: readonly number[]) => readonly number[])[],
  learningRate: number,
): { parameter: number[]; slots: Record<string, number[]> }[] {
  let parameter: tf.Tensor = tf.tensor1d([...start]);
  let slots: readonly tf.Tensor[] = optimiser.slots.map(() => tf.zerosLike(parameter));
  const states = gradients.map((gradientAt, index) => {
    const gradient = tf.tensor1d([...gradientAt(Array.from(parameter.dataSync()))]);
    const scalars = tf.tensor(optimiser.scalars(Float64Array.of(learningRate), index + 1));
    const [moved] = optimise(optimiser, scalars, [{ parameter, gradient, slots }]);
    tf.dispose([parameter, gradient, scalars, ...slots]);
    ({ parameter, slots } = moved!);
    const values = optimiser.slots.map((name, i) => [name, Array.from(slots[i]!.dataSync())] as const);
    return { parameter: Array.from(parameter.dataSync()), slots: Object.fromEntries(values) };
  });
  tf.dispose([parameter, ...slots]);
  return states;
}

/** Three moves from (1, -2) along these gradients. */
const start = [1, -2];
const gradients = [
  [0.5, -1],
  [-0.75, 4],
  [0, 2],
].map((gradient) => () => gradient);

/** A few roundings of f32 to each value of size about 1. */
const digits = 6;

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
}

describe('three moves agree with the published rule', () => {
  // Each row is the rule as it stands in the paper, computed in f64 by another program.
  it.each<[string, Values, { parameter: number[]; slots: Record<string, number[]> }[]]>([
    [
      'adam',
      { beta1: 0.5, beta2: 0.99, epsilon: 0.01 },
      [
        { parameter: [0.9019607843, -1.900990099], slots: { mean: [0.25, -0.5], square: [0.0025, 0.01] } },
        { parameter: [0.9534016625, -1.9805735643], slots: { mean: [-0.25, 1.75], square: [0.0081, 0.1699] } },
        { parameter: [0.9803758678, -2.0612042066], slots: { mean: [-0.125, 1.875], square: [0.008019, 0.208201] } },
      ],
    ],
    [
      'rmsprop',
      { decay: 0.9, epsilon: 0.01, momentum: 0 },
      [
        { parameter: [0.7025825642, -1.6934656997], slots: { square: [0.025, 0.1] } },
        { parameter: [0.9606476984, -1.9988092111], slots: { square: [0.07875, 1.69] } },
        { parameter: [0.9606476984, -2.1420755387], slots: { square: [0.070875, 1.921] } },
      ],
    ],
    [
      'rmsprop',
      { decay: 0.9, epsilon: 0.01, momentum: 0.5 },
      [
        {
          parameter: [0.7025825642, -1.6934656997],
          slots: { square: [0.025, 0.1], velocity: [2.9741743576, -3.0653430032] },
        },
        {
          parameter: [0.8119389805, -1.845542061],
          slots: { square: [0.07875, 1.69], velocity: [-1.0935641627, 1.5207636129] },
        },
        {
          parameter: [0.8666171886, -2.0648465692],
          slots: { square: [0.070875, 1.921], velocity: [-0.5467820813, 2.193045082] },
        },
      ],
    ],
    [
      'sgd',
      { momentum: 0 },
      [
        { parameter: [0.95, -1.9], slots: {} },
        { parameter: [1.025, -2.3], slots: {} },
        { parameter: [1.025, -2.5], slots: {} },
      ],
    ],
    [
      'sgd',
      { momentum: 0.5 },
      [
        { parameter: [0.95, -1.9], slots: { velocity: [0.5, -1.0] } },
        { parameter: [1.0, -2.25], slots: { velocity: [-0.5, 3.5] } },
        { parameter: [1.025, -2.625], slots: { velocity: [-0.25, 3.75] } },
      ],
    ],
    [
      'sgd',
      { momentum: 0.5, nesterov: true },
      [
        { parameter: [0.925, -1.85], slots: { velocity: [0.5, -1.0] } },
        { parameter: [1.025, -2.425], slots: { velocity: [-0.5, 3.5] } },
        { parameter: [1.0375, -2.8125], slots: { velocity: [-0.25, 3.75] } },
      ],
    ],
    [
      'optimistic',
      {},
      [
        { parameter: [0.9, -1.8], slots: { last: [0.5, -1] } },
        { parameter: [1.1, -2.7], slots: { last: [-0.75, 4] } },
        { parameter: [1.025, -2.7], slots: { last: [0, 2] } },
      ],
    ],
    [
      'optimistic-adam',
      { beta1: 0.5, beta2: 0.99, epsilon: 0.01 },
      [
        {
          parameter: [0.8039215686, -1.801980198],
          slots: { mean: [0.25, -0.5], square: [0.0025, 0.01], direction: [0.9803921569, -0.9900990099] },
        },
        {
          parameter: [1.0048425407, -2.0601570295],
          slots: { mean: [-0.25, 1.75], square: [0.0081, 0.1699], direction: [-0.514408782, 0.7958346524] },
        },
        {
          parameter: [1.007350073, -2.141834849],
          slots: { mean: [-0.125, 1.875], square: [0.008019, 0.208201], direction: [-0.2697420524, 0.8063064239] },
        },
      ],
    ],
  ])('%s %j', (kind, values, expected) => {
    const states = path(create(kind, values), start, gradients, 0.1);
    for (const [i, { parameter, slots }] of expected.entries()) {
      expectClose(states[i]!.parameter, parameter);
      expect(Object.keys(states[i]!.slots)).toEqual(Object.keys(slots));
      for (const [name, slot] of Object.entries(slots)) expectClose(states[i]!.slots[name]!, slot);
    }
  });
});

describe('every optimiser', () => {
  const variants: [string, Values][] = [
    ['adam', {}],
    ['adam', { beta1: 0 }],
    ['rmsprop', {}],
    ['rmsprop', { momentum: 0.9 }],
    ['sgd', {}],
    ['sgd', { momentum: 0.9 }],
    ['sgd', { momentum: 0.9, nesterov: true }],
    ['optimistic', {}],
    ['optimistic-adam', {}],
  ];

  it.each(variants)('finds the minimum of a quadratic: %s %j', (kind, values) => {
    // f(x) = ((x0 - 3)^2 + 10 (x1 + 1)^2) / 2
    const gradient = (x: readonly number[]): readonly number[] => [x[0]! - 3, 10 * (x[1]! + 1)];
    const states = path(
      create(kind, values),
      [0, 0],
      Array.from({ length: 600 }, () => gradient),
      0.02,
    );
    const [x0, x1] = states.at(-1)!.parameter;
    expect(x0).toBeCloseTo(3, 1);
    expect(x1).toBeCloseTo(-1, 1);
  });

  it.each(variants)('makes a new parameter and new slots, and no other tensor: %s %j', (kind, values) => {
    const optimiser = create(kind, values);
    const parameter = tf.ones([2, 3]);
    const slots = optimiser.slots.map(() => tf.zeros([2, 3]));
    const scalars = tf.tensor(optimiser.scalars(Float64Array.of(0.1), 1));
    const before = tf.memory().numTensors;
    const [moved] = optimise(optimiser, scalars, [{ parameter, gradient: parameter, slots }]);
    expect(tf.memory().numTensors).toBe(before + 1 + optimiser.slots.length);
    expect(moved!.slots).toHaveLength(optimiser.slots.length);
    for (const tensor of [moved!.parameter, ...moved!.slots]) expect(tensor.shape).toEqual([2, 3]);
    expect(Array.from(parameter.dataSync())).toEqual(new Array(6).fill(1));
    tf.dispose([parameter, scalars, ...slots, moved!.parameter, ...moved!.slots]);
  });

  it('declares a learning rate that can follow a schedule', () => {
    for (const { fields } of Object.values(optimisers))
      expect(fields['learningRate']).toMatchObject({ kind: 'scheduled' });
  });
});

describe('wholePower', () => {
  it('is exact where the powers are', () => {
    expect([0, 1, 2, 3, 10, 31].map((power) => wholePower(2, power))).toEqual([1, 2, 4, 8, 1024, 2 ** 31]);
    expect(wholePower(0.5, 20)).toBe(2 ** -20);
  });

  it('agrees with e^(n ln b) over a long run, and vanishes after it', () => {
    expect(wholePower(0.999, 12_345) / Math.exp(12_345 * Math.log(0.999))).toBeCloseTo(1, 11);
    expect(wholePower(0.9, 10_000_000)).toBe(0);
    expect(wholePower(0, 3)).toBe(0);
  });
});
