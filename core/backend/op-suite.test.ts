import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from './backend.ts';
import { opCases } from './op-suite.ts';
import { checkSlopes, difference, evaluate, inputsOf } from './testing/check-op.ts';
import { wasmPathInNode } from './testing/wasm-path.ts';
import * as tf from './tf.ts';

/** Central differences over 0.02 in single precision: truncation and rounding each come to about 1e-4. */
const slopeTolerance = 3e-3;
/** Another order of short sums and other last bits of transcendental functions. */
const wasmTolerance = 1e-5;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

describe.each(opCases.map((op) => [op.name, op] as const))('%s', (_, op) => {
  it('has the first- and second-order gradients that finite differences give, on cpu', async () => {
    await tf.setBackend('cpu');
    for (const start of [41, 97]) {
      const { gradient, curvature } = await checkSlopes(op, start);
      for (const [analytic, numeric] of [gradient, curvature]) {
        expect(Math.abs(analytic - numeric)).toBeLessThan(slopeTolerance * Math.max(1, Math.abs(numeric)));
      }
    }
  });

  it('has the same values and gradients on wasm as on cpu, and leaves no tensor', async () => {
    const values = inputsOf(op);
    await tf.setBackend('cpu');
    const expected = await evaluate(op, values);
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    const actual = await evaluate(op, values);
    expect(difference(actual.value, expected.value)).toBeLessThan(wasmTolerance);
    expect(difference(actual.gradient, expected.gradient)).toBeLessThan(wasmTolerance);
    expect(difference(actual.curvature, expected.curvature)).toBeLessThan(wasmTolerance);
    expect(tf.memory().numTensors).toBe(before);
  });
});
