import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import { normal } from '../../core/random/stream.ts';
import { fastestProcessor, RowProducts, scriptProcessor } from './row-products.ts';
import type { Processor, Side } from './row-products.ts';

let wasm: Processor;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  wasm = await fastestProcessor();
  expect(wasm).not.toBe(scriptProcessor);
});

/** One after another, in float64. */
function plainLoop(x: Float32Array, i: number, y: Float32Array, j: number, d: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += x[i * d + k]! * y[j * d + k]!;
  return sum;
}

test.each([
  [1, 1, 1],
  [5, 3, 7],
  [8, 12, 84],
  [67, 130, 33],
])('products of %i rows with %i rows of %i numbers have the bits of a plain loop', (n, m, d) => {
  // Values of very different sizes, so that another order of summation would show.
  const x = normal(1, 'rows/x', 0, n * d).map((v) => v ** 9);
  const y = normal(1, 'rows/y', 0, m * d).map((v) => v ** 9);
  const [all, some] = [n, m].map((count) => Array.from({ length: count }, (_, i) => count - 1 - i));
  for (const processor of [wasm, scriptProcessor]) {
    const products = new RowProducts(processor, d, Math.max(n, m), 64);
    // What was there before must not show in the rows past the end.
    products.place(0, y, some!);
    products.place(0, x, all!);
    products.place(1, y, some!);
    for (const [a, b, fromY] of [
      [0, 1, 0],
      [1, 0, 0],
      [1, 1, 4],
    ] as const) {
      const [left, right] = [a, b].map((side: Side) => (side === 0 ? { rows: x, count: n } : { rows: y, count: m }));
      if (right!.count <= fromY) continue;
      for (let from = 0; from < left!.count; from += 64) {
        const to = Math.min(from + 64, left!.count);
        const { values, stride } = products.block(a, from, to, b, fromY);
        for (let i = from; i < to; i++) {
          const given = values.subarray((i - from) * stride, (i - from) * stride + right!.count - fromY);
          const expected = Float64Array.from({ length: right!.count - fromY }, (_, j) =>
            plainLoop(left!.rows, left!.count - 1 - i, right!.rows, right!.count - 1 - fromY - j, d),
          );
          expect(given).toEqual(expected);
        }
      }
    }
  }
});

test('NaN and infinities stay in their rows', () => {
  for (const processor of [wasm, scriptProcessor]) {
    const products = new RowProducts(processor, 2, 3, 4);
    products.place(0, Float64Array.of(1, 2, NaN, 1, Infinity, 1), [0, 1, 2]);
    const { values, stride } = products.block(0, 0, 3, 0, 0);
    const row = (i: number) => [...values.subarray(i * stride, i * stride + 3)];
    expect([row(0), row(1), row(2)]).toEqual([
      [5, NaN, Infinity],
      [NaN, NaN, NaN],
      [Infinity, NaN, Infinity],
    ]);
  }
});

test('other backends compute in script', async () => {
  await startBackend({ choice: 'cpu', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  expect(await fastestProcessor()).toBe(scriptProcessor);
});
