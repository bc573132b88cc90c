import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from './backend.ts';
import { opCases } from './op-suite.ts';
import { difference, evaluate, inputsOf } from './testing/check-op.ts';
import type { OpResults } from './testing/check-op.ts';
import * as tf from './tf.ts';

/** Graphics devices promise transcendental functions to about three digits less than single precision. */
const tolerances = { wasm: 1e-5, webgpu: 1e-3 };

const references = new Map<string, OpResults>();

beforeAll(async () => {
  await startBackend({ choice: 'cpu', wasmPath: '/wasm/', arithmetic: 'reproducible' });
  for (const op of opCases) references.set(op.name, await evaluate(op, inputsOf(op)));
});

describe.each(['wasm', 'webgpu'] as const)('in the browser, %s', (choice) => {
  const tolerance = tolerances[choice];

  beforeAll(async () => {
    const handle = await startBackend({ choice, wasmPath: '/wasm/', arithmetic: 'reproducible' });
    expect(handle.name).toBe(choice);
  });

  it.each(opCases.map((op) => [op.name, op] as const))('computes %s to second order as cpu does', async (name, op) => {
    const before = tf.memory().numTensors;
    const actual = await evaluate(op, inputsOf(op));
    const expected = references.get(name)!;
    expect(difference(actual.value, expected.value)).toBeLessThan(tolerance);
    expect(difference(actual.gradient, expected.gradient)).toBeLessThan(tolerance);
    expect(difference(actual.curvature, expected.curvature)).toBeLessThan(tolerance);
    expect(tf.memory().numTensors).toBe(before);
  });
});
