import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Activation } from '../program/operations.ts';
import {
  arithmetics,
  epilogues,
  error,
  finished,
  kernels,
  loadMatrixKernels,
  noise,
  none,
  run,
  tolerance,
} from './matrix.fixture.ts';
import type { Epilogue, Launch } from './matrix.fixture.ts';

beforeAll(loadMatrixKernels);

interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly sharedA?: boolean;
  readonly sharedB?: boolean;
}

function gemm(p: Product, epilogue: Epilogue = none) {
  const { m, n, k, batch = 1 } = p;
  const params = {
    ...{ batch, m, n, k },
    transposeA: Number(p.transposeA ?? false),
    transposeB: Number(p.transposeB ?? false),
    strideA: p.sharedA ? 0 : m * k,
    strideB: p.sharedB ? 0 : k * n,
    ...epilogue,
  };
  const a = noise((p.sharedA ? 1 : batch) * m * k);
  const b = noise((p.sharedB ? 1 : batch) * k * n, 11);
  const bias = noise(n, 5);
  return {
    inputs: epilogue.hasBias ? [a, b, bias] : [a, b],
    size: batch * m * n,
    run(launch?: Launch) {
      return run({ op: 'gemm', params }, this.inputs, this.size, launch);
    },
    expected() {
      return Float64Array.from({ length: batch * m * n }, (_, at) => {
        const [i, row, column] = [Math.floor(at / (m * n)), Math.floor(at / n) % m, at % n];
        let sum = 0;
        for (let l = 0; l < k; l++) {
          const left = a[i * params.strideA + (p.transposeA ? l * m + row : row * k + l)]!;
          sum += left * b[i * params.strideB + (p.transposeB ? column * k + l : l * n + column)]!;
        }
        return sum;
      });
    },
  };
}

describe('gemm', () => {
  const edges = [1, 2, 3, 17, 31, 64, 127];

  it('agrees with double precision at odd sizes, transposed or not', () => {
    for (const arithmetic of arithmetics()) {
      for (const m of edges) {
        for (const n of edges) {
          const k = edges[(m + 3 * n) % edges.length]!;
          for (const turned of [0, 1, 2, 3]) {
            const product = gemm({ m, n, k, transposeA: turned % 2 === 1, transposeB: turned > 1 });
            expect(error(product.run({ arithmetic }), product.expected())).toBeLessThan(tolerance);
          }
        }
      }
    }
  });

  it('agrees with double precision where k and n take several blocks', () => {
    for (const arithmetic of arithmetics()) {
      for (const turned of [0, 1, 2, 3]) {
        const product = gemm({ m: 13, n: 521, k: 775, transposeA: turned % 2 === 1, transposeB: turned > 1 });
        expect(error(product.run({ arithmetic }), product.expected())).toBeLessThan(tolerance);
      }
    }
  });

  it('agrees with double precision for any sizes, batches and shared sides', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const product = fc.record({
      ...{ m: size, n: size, k: size, batch: fc.integer({ min: 1, max: 3 }) },
      ...{ transposeA: fc.boolean(), transposeB: fc.boolean(), sharedA: fc.boolean(), sharedB: fc.boolean() },
    });
    fc.assert(
      fc.property(product, fc.constantFrom(...arithmetics()), (p, arithmetic) => {
        const { expected, ...made } = gemm(p);
        expect(error(made.run({ arithmetic }), expected())).toBeLessThan(tolerance);
      }),
      { seed: 7 },
    );
  });

  it('of an empty sum is zero, and then the epilogue', () => {
    expect([...gemm({ m: 3, n: 9, k: 0 }).run()]).toEqual(Array(27).fill(0));
    const product = gemm({ m: 2, n: 3, k: 0 }, { hasBias: 1, activation: Activation.none, alpha: 0 });
    expect([...product.run()]).toEqual([...product.inputs[2]!, ...product.inputs[2]!]);
  });

  it('of an empty batch writes nothing', () => {
    expect(gemm({ m: 3, n: 4, k: 5, batch: 0 }).run()).toHaveLength(0);
  });

  it('has the bits of storing, adding the bias and activating one after the other', () => {
    for (const arithmetic of arithmetics()) {
      for (const epilogue of epilogues) {
        for (const [m, n, k, transposeA] of [
          [7, 19, 300, false],
          [9, 1, 33, false],
          [9, 3, 33, false],
          [1, 38, 5, false],
          [38, 1, 5, true],
        ] as const) {
          const fused = gemm({ m, n, k, transposeA }, epilogue);
          const stored = gemm({ m, n, k, transposeA }).run({ arithmetic });
          expect(fused.run({ arithmetic })).toEqual(finished(stored, fused.inputs[2], epilogue));
        }
      }
    }
  });

  it('carries NaN and infinities into the sums they are part of, and no others', () => {
    for (const turned of [0, 1, 2, 3]) {
      for (const [m, n] of [
        [8, 19],
        [8, 1],
        [5, 3],
        [1, 9],
      ] as const) {
        const k = 7;
        const product = gemm({ m, n, k, transposeA: turned % 2 === 1, transposeB: turned > 1 });
        const row = m - 1;
        product.inputs[0]![turned % 2 === 1 ? 2 * m + row : row * k + 2] = Number.NaN;
        product.run().forEach((value, at) => expect(Number.isNaN(value)).toBe(Math.floor(at / n) === row));
        product.inputs[0]!.fill(1);
        product.inputs[1]!.fill(1);
        product.inputs[1]![turned > 1 ? (n - 1) * k + 2 : 2 * n + n - 1] = -Infinity;
        product.run().forEach((value, at) => expect(value).toBe(at % n === n - 1 ? -Infinity : k));
      }
    }
  });

  it('keeps NaN through the activations', () => {
    for (const activation of [Activation.relu, Activation.leakyRelu]) {
      const product = gemm({ m: 7, n: 9, k: 3 }, { hasBias: 0, activation, alpha: 0.1 });
      product.inputs[0]!.fill(Number.NaN);
      expect(product.run().every((value) => Number.isNaN(value))).toBe(true);
    }
  });

  it('has the same bits wherever its operands lie, and however many threads share it', () => {
    for (const arithmetic of arithmetics()) {
      for (const [m, n, k] of [
        [50, 33, 300],
        [5, 100, 40],
        [40, 1, 77],
        [40, 3, 77],
        [1, 70, 50],
        [90, 1, 50],
      ] as const) {
        for (const turned of [0, 1, 2, 3]) {
          const product = gemm({ m, n, k, batch: 2, transposeA: turned % 2 === 1, transposeB: turned > 1 });
          const once = product.run({ arithmetic });
          expect(product.run({ arithmetic })).toEqual(once);
          expect(product.run({ arithmetic, shift: 20 })).toEqual(once);
          for (const threads of [2, 3, 8]) expect(product.run({ arithmetic, threads })).toEqual(once);
        }
      }
    }
  });
});

describe('multiplyAddPeak', () => {
  it('returns what the sums come to', () => {
    expect(Number.isFinite(kernels.get('reproducible')!.multiplyAddPeak(1000))).toBe(true);
  });
});
