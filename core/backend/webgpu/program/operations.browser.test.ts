import { beforeAll, describe, expect, it } from 'vitest';
import { microOperations } from '../../program/chain.ts';
import type { Chain, MicroOperation } from '../../program/chain.ts';
import { Reduction } from '../../program/operations.ts';
import { hashName } from '../../../random/stream.ts';
import * as make from './testing/instructions.ts';
import type { Example } from './testing/instructions.ts';
import { reference, streamName } from './testing/reference.ts';
import { runOnDevice, testDevice } from './testing/run-on-device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

/** Single precision, sums in another order, and built-in functions that are right to a few units in the last place. */
const tolerance = 1e-5;

/** Compares what an instruction writes with the reference, relative to the largest number of each result. */
async function check(example: Example, allowed = tolerance): Promise<void> {
  const results = await runOnDevice(device, example);
  reference(example).forEach((expected, n) => {
    const actual = results[n]!;
    expect(actual.length).toBe(expected.length);
    const finite = Array.from(expected, Math.abs).filter(Number.isFinite);
    const scale = finite.reduce((most, value) => Math.max(most, value), 1e-3);
    for (let i = 0; i < expected.length; i++) {
      const same = Object.is(actual[i]! + 0, Math.fround(expected[i]!) + 0);
      const close = same || Math.abs(actual[i]! - expected[i]!) <= allowed * scale;
      if (!close)
        expect.fail(
          `${example.op} ${JSON.stringify(example.params)}: result ${n}[${i}] is ${actual[i]}, not ${expected[i]}`,
        );
    }
  });
}

async function checkAll(examples: readonly Example[], allowed?: number): Promise<void> {
  for (const example of examples) await check(example, allowed);
}

describe('matrix products on WebGPU', () => {
  it.each([
    { m: 1, n: 1, k: 1 },
    { m: 3, n: 17, k: 5 },
    { m: 17, n: 3, k: 31, batch: 2 },
    { m: 70, n: 65, k: 33, hasBias: 1 },
    { m: 40, n: 34, k: 20, hasBias: 1, activation: 1 },
    { m: 5, n: 20, k: 7, activation: 2, alpha: 0.2 },
    { m: 6, n: 5, k: 1030 },
  ])('are right for any transposition: %j', async (sizes) => {
    for (const transposeA of [0, 1])
      for (const transposeB of [0, 1]) await check(make.gemm({ ...sizes, transposeA, transposeB }));
  });

  it('use one matrix for all where a stride is 0', async () => {
    await check(make.gemm({ m: 4, n: 6, k: 5, batch: 3, strideA: 0 }));
    await check(make.gemm({ m: 4, n: 6, k: 5, batch: 3, strideB: 0 }));
  });

  it('fill the largest tiles', async () => {
    await check(make.gemm({ m: 515, n: 520, k: 18 }));
  });

  it('let NaN and infinity through', async () => {
    const example = make.gemm({ m: 5, n: 6, k: 7, activation: 1 });
    example.reads[0]![3] = NaN;
    example.reads[0]![8] = Infinity;
    await check(example);
  });
});

describe('convolutions and their gradients on WebGPU', () => {
  it.each<make.ConvolutionSizes>([
    { batch: 1, size: [1, 1], channels: [1, 1], filter: [1, 1] },
    { batch: 2, size: [7, 5], channels: [3, 4], filter: [3, 2], pad: [1, 0, 1, 1] },
    { batch: 2, size: [8, 8], channels: [3, 5], filter: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] },
    { batch: 1, size: [9, 7], channels: [2, 17], filter: [3, 3], stride: [3, 2], pad: [0, 2, 1, 0] },
    { batch: 1, size: [9, 9], channels: [2, 3], filter: [3, 2], dilation: [2, 3], pad: [2, 1, 2, 2] },
    { batch: 1, size: [5, 5], channels: [2, 3], filter: [1, 1], stride: [2, 2] },
  ])('%j', async (sizes) => {
    await checkAll(make.convolutions(sizes));
  });

  it('add a bias and apply an activation', async () => {
    const sizes: make.ConvolutionSizes = {
      batch: 2,
      size: [6, 6],
      channels: [3, 4],
      filter: [4, 4],
      stride: [2, 2],
      pad: [1, 1, 1, 1],
    };
    await checkAll(make.convolutions(sizes, 1, 1));
    await checkAll(make.convolutions(sizes, 1, 2));
  });

  it.each<make.ConvolutionSizes>([
    { batch: 1, size: [4, 4], channels: [2, 130], filter: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] },
    { batch: 1, size: [4, 3], channels: [40, 2], filter: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] },
  ])('divide the long sums of many channels: %j', async (sizes) => {
    await checkAll(make.convolutions(sizes, 1, 1), 2e-5);
  });

  it('divide the long sums of a gradient in the filter', async () => {
    await checkAll(make.convolutions({ batch: 5, size: [16, 14], channels: [1, 3], filter: [2, 2] }), 2e-5);
  });
});

const special = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1e-6,
  -1e-3,
  0.2,
  -0.24,
  0.26,
  3,
  -7.5,
  12,
  -20,
  50,
  90,
  -90,
];
const full = (dtype: 'float32' | 'int32' | 'bool', size: number) => ({ dtype, repeat: 1, period: size }) as const;

describe('elementwise chains on WebGPU', () => {
  it.each(Object.keys(microOperations) as MicroOperation[])('compute %s, of NaN and infinity too', async (code) => {
    const arity = microOperations[code];
    const step = { code, a: 0, b: 1, c: 2, p: -0.25, q: 1.25 };
    // Every pair of special values; one more element for the shader that does not take four at a time.
    for (const extra of [0, 1]) {
      const size = arity === 1 ? special.length + extra : special.length ** 2 + extra;
      const a = Float32Array.from({ length: size }, (_, i) => special[i % special.length]!);
      const b = Float32Array.from(
        { length: size },
        (_, i) => special[Math.floor(i / special.length) % special.length]!,
      );
      const inputs = [a, b, b.map((value) => value + 1)];
      const loads = inputs.map(() => full('float32', size));
      const results = await runOnDevice(
        device,
        make.chain({ size, loads, steps: [step], stores: [{ register: 3, dtype: 'float32' }] }, inputs),
      );
      const [expected] = reference(
        make.chain({ size, loads, steps: [step], stores: [{ register: 3, dtype: 'float32' }] }, inputs),
      );
      for (let i = 0; i < size; i++) {
        const [actual, wanted] = [results[0]![i]!, expected![i]!];
        if (
          Object.is(actual + 0, wanted + 0) ||
          Math.abs(actual - wanted) <= tolerance * Math.max(1e-30, Math.abs(wanted))
        )
          continue;
        // Devices may flush numbers below the smallest normal one to 0.
        if (Math.abs(wanted) < 1.2e-38 && actual === 0) continue;
        expect.fail(`${code}(${a[i]}, ${b[i]}) is ${actual}, not ${wanted}`);
      }
    }
  });

  it('broadcast, convert and store several results', async () => {
    const build = (size: number, repeat: number, period: number): [Chain, Example['reads']] => [
      {
        size,
        loads: [
          full('float32', size),
          { dtype: 'int32', repeat, period: Math.ceil(size / repeat) },
          { dtype: 'float32', repeat: 1, period },
          { dtype: 'bool', repeat: 1, period: size },
          { dtype: 'float32', repeat: 1, period: 1 },
        ],
        steps: [
          { code: 'mul', a: 0, b: 1 },
          { code: 'add', a: 5, b: 2 },
          { code: 'select', a: 3, b: 6, c: 4 },
          { code: 'greater', a: 7, b: 4 },
        ],
        stores: [
          { register: 7, dtype: 'float32' },
          { register: 6, dtype: 'int32' },
          { register: 8, dtype: 'bool' },
        ],
      },
      [
        make.noise(size).map((value) => value * 10),
        Int32Array.from({ length: Math.ceil(size / repeat) }, (_, i) => i - 3),
        make.noise(period, 3),
        Uint8Array.from({ length: size }, (_, i) => (i % 3) & 1),
        Float32Array.of(0.25),
      ],
    ];
    for (const [size, repeat, period] of [
      [48, 8, 12],
      [51, 17, 3],
      [48, 6, 6],
      [35, 1, 7],
    ] as const) {
      await check(make.chain(...build(size, repeat, period)));
    }
  });
});

describe('reductions on WebGPU', () => {
  it.each(Object.entries(Reduction))('%s over any axis', async (_, kind) => {
    for (const [outer, length, inner] of [
      [1, 1, 1],
      [3, 17, 1],
      [2, 300, 1],
      [5, 7, 11],
      [1, 333, 19],
      [3, 40, 3],
      [1, 20480, 1],
      [1, 9000, 3],
    ] as const) {
      await check(make.reduce(kind, outer, length, inner));
    }
    const x = make.noise(300);
    x[123] = NaN;
    await check(make.reduce(kind, 3, 100, 1, x));
    await check(make.reduce(kind, 3, 10, 10, x));
    await check(make.reduce(kind, 3, 100, 1, make.noise(300).fill(-Infinity, 7, 9)));
  });

  it('find the first largest and smallest', async () => {
    const x = make.noise(5 * 40 * 3).map((value) => Math.round(value * 4));
    for (const kind of [0, 1]) {
      await check({
        op: 'argReduce',
        params: { kind, outer: 5, length: 40, inner: 3 },
        reads: [x],
        writes: [new Int32Array(15)],
      });
    }
  });

  it.each([0, 1])('softmax, logarithm %i, of long and short rows', async (log) => {
    for (const [rows, columns] of [
      [1, 1],
      [5, 3],
      [2, 300],
      [3, 33],
    ] as const) {
      const x = make.noise(rows * columns).map((value) => value * 30);
      await check({ op: 'softmax', params: { rows, columns, log }, reads: [x], writes: [x] });
      const broken = x.slice();
      broken[0] = NaN;
      await check({ op: 'softmax', params: { rows, columns, log }, reads: [broken], writes: [x] });
    }
  });
});

describe('layouts on WebGPU', () => {
  const x = make.noise(60);

  it('copy by strides: transposes, slices, pads, broadcasts and reversals', async () => {
    await check(
      make.copy(
        [
          [5, 1, 12],
          [12, 5, 1],
        ],
        { outSize: 60 },
        x,
      ),
    );
    await check(
      make.copy(
        [
          [3, 12, 4],
          [4, 1, 1],
        ],
        { outSize: 12, inStart: 14 },
        x,
      ),
    );
    await check(
      make.copy(
        [
          [3, 5, 9],
          [5, 1, 1],
        ],
        { outSize: 45, outStart: 11, fills: 1, fill: 2.5 },
        x,
      ),
    );
    await check(
      make.copy(
        [
          [4, 0, 15],
          [15, 1, 1],
        ],
        { outSize: 60 },
        x,
      ),
    );
    await check(make.copy([[60, -1, 1]], { outSize: 60, inStart: 59 }, x));
    await check(
      make.copy(
        [
          [4, 3, 2],
          [3, 1, 9],
        ],
        { outSize: 30, outStart: 1, fills: 1, fill: -1 },
        x,
      ),
    );
    await check(
      make.copy(
        [
          [2, 4, 7],
          [4, 1, 1],
        ],
        { outSize: 21, outStart: 8, fills: 1, fill: 1, bytes: 1 },
        Uint8Array.from({ length: 8 }, (_, i) => i & 1),
      ),
    );
  });

  it('join, fill, gather, scatter and spread', async () => {
    const out = (size: number) => [new Float32Array(size)];
    const pieces = [make.noise(6), make.noise(15, 2), make.noise(3, 4)];
    await check({ op: 'concat', params: { outer: 3, bytes: 4 }, sizes: [2, 5, 1], reads: pieces, writes: out(24) });
    await check({ op: 'fill', params: { size: 131, value: -0.5 }, reads: [], writes: out(131) });
    await check({ op: 'fill', params: { size: 3, value: Infinity }, reads: [], writes: out(3) });
    const indices = Int32Array.of(3, 0, 3, 1, 2);
    await check({
      op: 'gather',
      params: { outer: 3, rows: 4, width: 5, count: 5 },
      reads: [x, indices],
      writes: out(75),
    });
    await check({
      op: 'scatterAdd',
      params: { segments: 4, count: 5, width: 12 },
      reads: [x, indices],
      writes: out(48),
    });
    await check({ op: 'oneHot', params: { count: 5, depth: 4, on: 2, off: -1 }, reads: [indices], writes: out(20) });
  });
});

describe('images on WebGPU', () => {
  it('pool over the part of a window inside the image', async () => {
    await checkAll(make.pooling({ batch: 2, size: [6, 8], channels: [3, 3], filter: [2, 2], stride: [2, 2] }));
    await checkAll(
      make.pooling({ batch: 1, size: [7, 5], channels: [2, 2], filter: [3, 2], stride: [2, 1], pad: [1, 1, 1, 0] }),
    );
    await checkAll(make.pooling({ batch: 1, size: [7, 5], channels: [1, 1], filter: [2, 2], stride: [3, 3] }));
  });

  it.each([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])('resize, bilinear %i, aligned corners %i', async (bilinear, aligned) => {
    for (const [from, to] of [
      [
        [4, 3],
        [8, 6],
      ],
      [
        [8, 7],
        [3, 5],
      ],
      [
        [1, 5],
        [4, 1],
      ],
      [
        [3, 3],
        [3, 3],
      ],
    ] as const) {
      await checkAll(make.resizing(from, to, bilinear, aligned));
    }
  });
});

describe('norms on WebGPU', () => {
  it('normalise columns or rows, and pass gradients back', async () => {
    for (const [layer, rows, columns, channels] of [
      [0, 17, 13, 13],
      [0, 300, 3, 3],
      [0, 5000, 14, 14],
      [1, 5, 300, 100],
      [1, 3, 7, 7],
      [1, 33, 12, 3],
    ] as const) {
      await checkAll(make.norms(layer, rows, columns, channels), 3e-5);
    }
  });
});

describe('updates on WebGPU', () => {
  it.each([0, 1, 2, 3, 4, 5])('move all parameters of a player by rule %i in one dispatch', async (rule) => {
    await check(make.optimise(rule, [1, 5000, 17, 2048, 2049]));
  });

  it('take a player of many parameters, average and measure them', async () => {
    const sizes = Array.from({ length: 700 }, (_, n) => 1 + (n % 5));
    await check(make.optimise(0, sizes));
    const values = [make.noise(3000), make.noise(3000, 4), make.noise(7), make.noise(7, 9)];
    await check({
      op: 'average',
      params: { decay: 0.9 },
      sizes: [3000, 7],
      reads: values,
      writes: [values[0]!, values[2]!],
    });
    await check({
      op: 'norm',
      params: {},
      sizes: [3000, 7],
      reads: [values[0]!, values[2]!],
      writes: [new Float32Array(1)],
    });
    const broken = make.noise(7).fill(NaN, 3, 4);
    await check({
      op: 'norm',
      params: {},
      sizes: [3000, 7],
      reads: [values[0]!, broken],
      writes: [new Float32Array(1)],
    });
  });
});

describe('random streams on WebGPU', () => {
  const example = (kind: number, size: number, low: number, high = 0): Example => ({
    op: 'philox',
    params: { kind, size, seed: 0xdeadbeef | 0, stream: hashName(streamName) | 0 },
    reads: [Int32Array.of(low, high)],
    writes: [new Float32Array(size)],
  });

  it('draw the uniform numbers of the streams, bit for bit', async () => {
    for (const size of [1, 4, 1003]) {
      const [values] = await runOnDevice(device, example(0, size, -5, 3));
      expect([...values!]).toEqual([...(reference(example(0, size, -5, 3))[0]! as Float32Array)]);
    }
  });

  it('draw the normal numbers of the streams', async () => {
    for (const [size, step] of [
      [1, 0],
      [7, 12],
      [20_001, 1],
    ] as const) {
      const [values] = (await runOnDevice(device, example(1, size, step))) as [Float32Array];
      const [expected] = reference(example(1, size, step));
      const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected![i]!)), 0);
      expect(worst).toBeLessThan(1e-5);
    }
  });
});
