/** Helpers of the tests in this room and in objectives: float64 references, and variables made of plain tensors. */
import { beforeAll, describe, expect } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import type { Tensor } from '../backend/tf.ts';
import { normal } from '../random/stream.ts';
import type { Network, Variables } from './network.ts';

/** Central differences of a float64 function: off by about 1e-9 for values and slopes near 1. */
export function slope(f: (x: number[]) => number, x: readonly number[], h = 1e-5): number[] {
  return x.map((value, i) => (f(x.with(i, value + h)) - f(x.with(i, value - h))) / (2 * h));
}

/** Numbers that a float32 tensor holds exactly, so that a reference starts from the same ones. */
export const draws = (name: string, count: number, scale = 1): number[] =>
  Array.from(normal(7, name, 0, count), (draw) => Math.fround(scale * draw));

/** Compares element by element, relative to the largest expected magnitude (at least 1). */
export function expectClose(actual: Tensor, expected: readonly number[], tolerance: number): void {
  const values = actual.dataSync();
  expect(values.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(values[i]! - value) / scale, `element ${i}: ${values[i]} against ${value}`).toBeLessThan(tolerance);
  });
}

export interface TestVariables extends Variables {
  readonly updates: Map<string, Tensor>;
}

/** Variables over given tensors that remember what was proposed for the buffers. */
export function variablesOf(values: Readonly<Record<string, Tensor>>, training = true): TestVariables {
  const updates = new Map<string, Tensor>();
  return {
    training,
    updates,
    get(name) {
      const value = values[name];
      if (!value) throw new Error(`No variable ${name}; there are ${Object.keys(values).join(', ')}`);
      return value;
    },
    update: (name, value) => void updates.set(name, value),
  };
}

/** A network's parameters from draws of the given scale, its buffers from their declared constants. */
export function randomVariables(network: Network, scale: number): Record<string, Tensor> {
  const parameters = network.parameters.map(({ name, shape }) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return [name, tf.tensor(draws(name, size, scale), [...shape])];
  });
  const buffers = network.buffers.map(({ name, shape, initialiser }) => [
    name,
    tf.fill([...shape], initialiser.kind === 'constant' ? initialiser.value : 0),
  ]);
  return Object.fromEntries([...parameters, ...buffers]) as Record<string, Tensor>;
}

/** Declares the same tests once for each backend that runs in Node. */
export function onEachBackend(declare: () => void): void {
  describe.each(['cpu', 'wasm'] as const)('on %s', (choice) => {
    beforeAll(async () => {
      await startBackend({ choice, wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
    });
    declare();
  });
}
