import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../backend.ts';
import { wasmPathInNode } from '../../testing/wasm-path.ts';
import * as tf from '../../tf.ts';
import type { Chain } from '../chain.ts';
import type { Instruction } from '../instruction.ts';
import type { Emitter } from '../lowering.ts';
import { elementwise } from './elementwise.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** The kernel on the current backend. */
function run(kernelName: string, inputs: object, attributes: object = {}): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(kernelName, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

const numbers = [-2.5, -1, -0.5, 0, 0.5, 1, 2.5, 7, NaN, Infinity, -Infinity];
const near = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Number.isFinite(value)) expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value));
    else expect(actual[i]).toBe(value);
  });
};
const nan = (x: number, value: number) => (Number.isNaN(x) ? NaN : value);

const unary: Readonly<Record<string, readonly [reference: (x: number) => number, attributes?: object]>> = {
  [tf.Neg]: [(x) => -x],
  [tf.Abs]: [Math.abs],
  [tf.Square]: [(x) => x * x],
  [tf.Sqrt]: [Math.sqrt],
  [tf.Rsqrt]: [(x) => 1 / Math.sqrt(x)],
  [tf.Reciprocal]: [(x) => 1 / x],
  [tf.Exp]: [Math.exp],
  [tf.Expm1]: [Math.expm1],
  [tf.Log]: [Math.log],
  [tf.Log1p]: [Math.log1p],
  [tf.Tanh]: [Math.tanh],
  [tf.Sigmoid]: [(x) => 1 / (1 + Math.exp(-x))],
  [tf.Softplus]: [(x) => (x === Infinity ? x : Math.log1p(Math.exp(x)))],
  [tf.Elu]: [(x) => (x >= 0 ? x : Math.expm1(x))],
  [tf.Relu]: [(x) => nan(x, Math.max(0, x))],
  [tf.LeakyRelu]: [(x) => (x > 0 ? x : 0.2 * x), { alpha: 0.2 }],
  [tf.Relu6]: [(x) => nan(x, Math.min(6, Math.max(0, x)))],
  [tf.Step]: [(x) => nan(x, x > 0 ? 1 : 0.3), { alpha: 0.3 }],
  [tf.ClipByValue]: [(x) => nan(x, Math.min(2, Math.max(-1, x))), { clipValueMin: -1, clipValueMax: 2 }],
  [tf.Sign]: [Math.sign],
  [tf.Floor]: [Math.floor],
  [tf.Ceil]: [Math.ceil],
  [tf.Round]: [(x) => [-2, -1, 0, 0, 0, 1, 2, 7][numbers.indexOf(x)] ?? x],
  [tf.Sin]: [Math.sin],
  [tf.Cos]: [Math.cos],
  [tf.IsNan]: [(x) => Number(Number.isNaN(x))],
};

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  [tf.Add]: (a, b) => a + b,
  [tf.Sub]: (a, b) => a - b,
  [tf.Multiply]: (a, b) => a * b,
  [tf.RealDiv]: (a, b) => a / b,
  [tf.Maximum]: Math.max,
  [tf.Minimum]: Math.min,
  [tf.SquaredDifference]: (a, b) => (a - b) ** 2,
  [tf.Less]: (a, b) => Number(a < b),
  [tf.LessEqual]: (a, b) => Number(a <= b),
  [tf.Greater]: (a, b) => Number(a > b),
  [tf.GreaterEqual]: (a, b) => Number(a >= b),
  [tf.Equal]: (a, b) => Number(a === b),
  [tf.NotEqual]: (a, b) => Number(a !== b),
};

const comparisons = [tf.Less, tf.LessEqual, tf.Greater, tf.GreaterEqual, tf.Equal, tf.NotEqual];

describe('kernels of one tensor', () => {
  it.each(Object.entries(unary))('%s', (kernelName, [reference, attributes]) => {
    tf.tidy(() => {
      const y = run(kernelName, { x: tf.tensor1d(numbers) }, attributes);
      expect(y.dtype).toBe(kernelName === tf.IsNan ? 'bool' : 'float32');
      near(y.dataSync(), numbers.map(reference));
    });
  });

  it.each(['float32', 'int32', 'bool'] as const)('casts from %s to every type', (dtype) => {
    const values = dtype === 'float32' ? [-2.9, 0, 0.5, 3.99, 1e9] : dtype === 'int32' ? [-7, 0, 1, 123456789] : [0, 1];
    tf.tidy(() => {
      const x = tf.tensor1d(values, dtype);
      const held = [...x.dataSync()];
      near(tf.cast(x, 'float32').dataSync(), held.map(Math.fround));
      expect([...tf.cast(x, 'int32').dataSync()]).toEqual(dtype === 'int32' ? held : held.map(Math.trunc));
      expect([...tf.cast(x, 'bool').dataSync()]).toEqual(held.map((value) => Number(value !== 0)));
    });
  });

  it('not turns truth round', () => {
    tf.tidy(() => {
      expect([...tf.logicalNot(tf.tensor1d([1, 0], 'bool')).dataSync()]).toEqual([0, 1]);
    });
  });
});

describe('kernels of two tensors', () => {
  const shapes: readonly [number[], number[]][] = [
    [
      [2, 3, 4],
      [2, 3, 4],
    ],
    [[2, 3, 4], []],
    [[4], [2, 3, 4]],
    [
      [2, 3, 4],
      [2, 1, 1],
    ],
    [
      [3, 1],
      [2, 1, 4],
    ],
    [
      [2, 1, 4],
      [1, 3, 1],
    ],
    [
      [2, 1, 3, 1, 2],
      [1, 2, 1, 2, 1],
    ],
    [[1], [1, 1]],
    [[0, 3], [3]],
    [
      [0, 3],
      [0, 1],
    ],
  ];

  it.each(Object.entries(binary))('%s of any shapes that broadcast', (kernelName, reference) => {
    for (const [left, right] of shapes) {
      tf.tidy(() => {
        const of = (shape: number[], start: number) =>
          tf.tensor(
            Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((start + i * 5) % 7) - 3),
            shape,
          );
        const a = of(left, 0);
        const b = of(right, 2);
        const y = run(kernelName, { a, b });
        const shape = tf.broadcast_util.assertAndGetBroadcastShape(left, right);
        const [as, bs] = [a, b].map((x) => (y.size === 0 ? [] : tf.broadcastTo(x, shape).dataSync()));
        expect(y.shape).toEqual(shape);
        expect(y.dtype).toBe(comparisons.includes(kernelName) ? 'bool' : 'float32');
        near(
          y.dataSync(),
          Array.from(as!, (value, i) => reference(value, bs![i]!)),
        );
      });
    }
  });

  it.each(Object.entries(binary))('%s of what is not finite', (kernelName, reference) => {
    tf.tidy(() => {
      const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b] as const));
      const a = tf.tensor1d(pairs.map(([first]) => first));
      const b = tf.tensor1d(pairs.map(([, second]) => second));
      near(
        run(kernelName, { a, b }).dataSync(),
        pairs.map(([first, second]) => reference(first, second)),
      );
    });
  });

  it('and, or of booleans', () => {
    tf.tidy(() => {
      const a = tf.tensor1d([0, 0, 1, 1], 'bool');
      const b = tf.tensor1d([0, 1, 0, 1], 'bool');
      expect([...tf.logicalAnd(a, b).dataSync()]).toEqual([0, 0, 0, 1]);
      expect([...tf.logicalOr(a, b).dataSync()]).toEqual([0, 1, 1, 1]);
    });
  });

  it('integers are left to tfjs, exact', () => {
    tf.tidy(() => {
      const large = tf.tensor1d([16777217, 5], 'int32');
      expect([...tf.add(large, tf.tensor1d([2, 3], 'int32')).dataSync()]).toEqual([16777219, 8]);
      expect([...tf.greater(large, tf.tensor1d([16777216, 5], 'int32')).dataSync()]).toEqual([1, 0]);
    });
  });

  it('EluGrad takes the slope from the result', () => {
    tf.tidy(() => {
      const dy = tf.tensor1d([2, 2, 2]);
      near(run(tf.EluGrad, { dy, y: tf.tensor1d([-0.5, 0, 3]) }).dataSync(), [1, 2, 2]);
    });
  });
});

describe('kernels of more tensors', () => {
  it('Select chooses elements, or rows by a condition of rank 1', () => {
    tf.tidy(() => {
      const t = tf.tensor2d([1, 2, 3, NaN, 5, 6], [3, 2]);
      const e = tf.neg(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]));
      const each = tf.tensor2d([1, 0, 1, 0, 0, 1], [3, 2], 'bool');
      expect([...run(tf.Select, { condition: each, t, e }).dataSync()]).toEqual([1, -2, 3, -4, -5, 6]);
      const rows = tf.tensor1d([0, 1, 0], 'bool');
      expect([...run(tf.Select, { condition: rows, t, e }).dataSync()]).toEqual([-1, -2, 3, NaN, -5, -6]);
    });
  });

  it('AddN adds from the first to the last', () => {
    tf.tidy(() => {
      // In any other order the small ones would count.
      const terms = [1e8, 1, 1, 1, -1e8].map((value) => tf.fill([17], value));
      expect([...tf.addN(terms).dataSync()]).toEqual(Array<number>(17).fill(0));
      expect(tf.addN([terms[1]!]).dataSync()[0]).toBe(1);
    });
  });
});

describe('the lowerings', () => {
  it('are all tested here', () => {
    const others = [tf.LogicalAnd, tf.LogicalOr, tf.LogicalNot, tf.Select, tf.EluGrad, tf.Cast, tf.AddN];
    expect([...Object.keys({ ...unary, ...binary }), ...others].sort()).toEqual(Object.keys(elementwise).sort());
  });

  it('read what repeats or starts anew where it lies, and copy what does both', () => {
    const emitted: Instruction<tf.TensorInfo>[] = [];
    const released: tf.TensorInfo[] = [];
    const info = (shape: readonly number[], dtype: tf.DataType) => ({ dataId: {}, shape: [...shape], dtype });
    const emitter: Emitter = {
      output: info,
      emit: (instruction) => void emitted.push(instruction),
      view: (_, shape) => info(shape, 'float32'),
      release: (gone) => void released.push(gone),
    };
    const loadsOf = (a: number[], b: number[]) => {
      emitted.length = 0;
      elementwise[tf.Add]!(emitter, { a: info(a, 'float32'), b: info(b, 'float32') }, {});
      const { chain } = emitted.at(-1) as unknown as { chain: Chain };
      return chain.loads.map(({ repeat, period }) => [repeat, period]);
    };
    expect(loadsOf([2, 3, 4], [])).toEqual([
      [1, 24],
      [1, 1],
    ]);
    expect(loadsOf([2, 3, 4], [3, 4])).toEqual([
      [1, 24],
      [1, 12],
    ]);
    expect(loadsOf([2, 3, 4], [2, 1, 1])).toEqual([
      [1, 24],
      [12, 2],
    ]);
    expect(loadsOf([2, 3, 4], [3, 1])).toEqual([
      [1, 24],
      [4, 3],
    ]);
    expect(emitted.map(({ op }) => op)).toEqual(['chain']);
    expect(loadsOf([2, 3, 4], [2, 1, 4])).toEqual([
      [1, 24],
      [1, 24],
    ]);
    expect(emitted.map(({ op }) => op)).toEqual(['copy', 'chain']);
    expect(released).toEqual([emitted[0]!.writes[0]]);
  });
});
