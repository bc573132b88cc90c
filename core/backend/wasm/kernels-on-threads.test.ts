import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instruction } from '../program/instruction.ts';
import type { Emitter } from '../program/lowering.ts';
import { lowerings } from '../program/lowerings/all.ts';
import type { ProgramBuffer } from '../program/program.ts';
import { createNodeThread } from '../testing/node-threads.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';
import { sharedWork } from './program/assemble.ts';
import { loadProgram } from './program/load.ts';
import { startThreads } from './program/threads.ts';
import type { Threads } from './program/threads.ts';

let wasmPath: string;
let pools: Threads[];

beforeAll(async () => {
  wasmPath = await wasmPathInNode();
  pools = await Promise.all([1, 2, 3, 4].map((threads) => startThreads(threads, createNodeThread)));
});

afterAll(() => pools.forEach(({ pool }) => pool?.dispose()));

interface Case {
  readonly name: string;
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly indices?: number }>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const image = { x: { shape: [3, 31, 37, 5] } };
const pool = { filterSize: 3, strides: 2, pad: 'same' };
const bilinear = { alignCorners: false, halfPixelCenters: false, size: [17, 59] };
const resized = { images: { shape: [3, 31, 37, 5] }, dy: { shape: [3, 17, 59, 5] } };

/** By Winograd's algorithm, a block of images and then another. */
const x = { shape: [14, 56, 58, 24] };
const filter = { shape: [4, 4, 24, 16] };
const dy = { shape: [14, 28, 29, 16] };
const window = { strides: 2, pad: 'same', dataFormat: 'NHWC', dilations: 1 };

const cases: readonly Case[] = [
  { name: 'Conv2D', kernel: 'Conv2D', inputs: { x, filter }, attributes: window },
  {
    name: 'Conv2DBackpropInput',
    kernel: 'Conv2DBackpropInput',
    inputs: { dy, filter },
    attributes: { ...window, inputShape: x.shape },
  },
  {
    name: 'Conv2DBackpropFilter',
    kernel: 'Conv2DBackpropFilter',
    inputs: { x, dy },
    attributes: { ...window, filterShape: filter.shape },
  },
  ...['Sum', 'Mean', 'Max', 'Min'].flatMap((kernel) =>
    [
      { shape: [40_009], axis: 0 },
      { shape: [3, 12_001], axis: 1 },
      { shape: [2501, 13], axis: 1 },
      { shape: [5003, 7], axis: 0 },
      { shape: [300, 1500], axis: 0 },
      { shape: [3, 700, 33], axis: 1 },
    ].map(({ shape, axis }) => {
      const name = `${kernel} of [${shape.join()}] over ${axis}`;
      return { name, kernel, inputs: { x: { shape } }, attributes: { axis, reductionIndices: axis } };
    }),
  ),
  { name: 'ArgMax', kernel: 'ArgMax', inputs: { x: { shape: [1031, 37] } }, attributes: { axis: 0 } },
  { name: 'Softmax', kernel: 'Softmax', inputs: { logits: { shape: [231, 10] } }, attributes: { dim: 1 } },
  { name: 'Transpose', kernel: 'Transpose', inputs: { x: { shape: [3, 170, 79] } }, attributes: { perm: [0, 2, 1] } },
  {
    name: 'a few long rows',
    kernel: 'Slice',
    inputs: { x: { shape: [2, 40_001] } },
    attributes: { begin: 1, size: [1, 39_999] },
  },
  { name: 'Reverse', kernel: 'Reverse', inputs: { x: { shape: [301, 111] } }, attributes: { dims: [0, 1] } },
  { name: 'Tile', kernel: 'Tile', inputs: { x: { shape: [50, 71] } }, attributes: { reps: [3, 4] } },
  {
    name: 'PadV2',
    kernel: 'PadV2',
    inputs: { x: { shape: [317, 105] } },
    attributes: {
      paddings: [
        [2, 1],
        [0, 3],
      ],
      constantValue: 7,
    },
  },
  {
    name: 'Concat of columns',
    kernel: 'Concat',
    inputs: { 0: { shape: [4000, 3] }, 1: { shape: [4000, 6] } },
    attributes: { axis: 1 },
  },
  {
    name: 'Concat of rows',
    kernel: 'Concat',
    inputs: { 0: { shape: [4, 10_031] }, 1: { shape: [1, 10_031] } },
    attributes: { axis: 0 },
  },
  { name: 'Fill', kernel: 'Fill', inputs: {}, attributes: { shape: [40_001], value: 3, dtype: 'float32' } },
  {
    name: 'GatherV2',
    kernel: 'GatherV2',
    inputs: { x: { shape: [10, 33] }, indices: { shape: [7001], indices: 10 } },
    attributes: { axis: 0 },
  },
  ...[5, 130].map((width) => ({
    name: `UnsortedSegmentSum of width ${width}`,
    kernel: 'UnsortedSegmentSum',
    inputs: { x: { shape: [7001, width] }, segmentIds: { shape: [7001], indices: 10 } },
    attributes: { numSegments: 9 },
  })),
  {
    name: 'OneHot',
    kernel: 'OneHot',
    inputs: { indices: { shape: [4001], indices: 10 } },
    attributes: { depth: 9, onValue: 2, offValue: -1, dtype: 'float32' },
  },
  { name: 'AvgPool', kernel: 'AvgPool', inputs: image, attributes: pool },
  {
    name: 'AvgPoolGrad',
    kernel: 'AvgPoolGrad',
    inputs: { input: { shape: [3, 31, 37, 5] }, dy: { shape: [3, 16, 19, 5] } },
    attributes: pool,
  },
  { name: 'ResizeBilinear', kernel: 'ResizeBilinear', inputs: { images: image.x }, attributes: bilinear },
  { name: 'ResizeBilinearGrad', kernel: 'ResizeBilinearGrad', inputs: resized, attributes: bilinear },
  { name: 'ResizeNearestNeighborGrad', kernel: 'ResizeNearestNeighborGrad', inputs: resized, attributes: bilinear },
];

/** What a lowering emits, written down: buffers are numbered in the order in which they are met. */
function lowered({ kernel, inputs, attributes }: Case) {
  const buffers: ProgramBuffer[] = [];
  const numbers = new Map<object, number>();
  const instructions: Instruction<number>[] = [];
  const made = (shape: readonly number[], dtype: tf.DataType, buffer: Partial<ProgramBuffer>): tf.TensorInfo => {
    const info = { dataId: {}, shape: [...shape], dtype };
    numbers.set(info.dataId, buffers.length);
    buffers.push({ kind: 'temporary', bytes: 4 * tf.util.sizeFromShape([...shape]), ...buffer });
    return info;
  };
  const emitter: Emitter = {
    output: (shape, dtype) => made(shape, dtype, {}),
    view: () => {
      throw new Error('A view shares no work out.');
    },
    release: () => undefined,
    emit: (instruction) => {
      const number = ({ dataId }: tf.TensorInfo) => numbers.get(dataId)!;
      const { writes, reads } = instruction;
      instructions.push({ ...instruction, writes: writes.map(number), reads: reads.map(number) });
    },
  };
  const tensors = Object.entries(inputs).map(([name, { shape, indices }]) => {
    const size = tf.util.sizeFromShape([...shape]);
    const draws = Array.from({ length: size }, (_, i) => ((i * i * 0.6180339887498949) % 1) * 2 - 1);
    const values = indices ? Int32Array.from(draws, (x) => Math.abs(x) * indices) : Float32Array.from(draws);
    return [name, made(shape, indices ? 'int32' : 'float32', { kind: 'constant', values })] as const;
  });
  const out = lowerings[kernel]!(emitter, Object.fromEntries(tensors), attributes) as tf.TensorInfo;
  const after = numbers.get(out.dataId)!;
  const before = buffers.length;
  buffers.push({ kind: 'state', bytes: buffers[after]!.bytes });
  buffers[after] = { ...buffers[after]!, kind: 'state' };
  return { buffers, instructions, state: [{ name: 'out', shape: out.shape, before, after }] };
}

describe.each(cases.map((each) => [each.name, each] as const))('%s on WASM', (_, each) => {
  it('has the same bits on any number of threads', async () => {
    const results: Uint32Array[] = [];
    for (const threads of pools) {
      const options = { wasmPath, arithmetic: 'reproducible', threads, sharing: { step: 0, instruction: 1 } } as const;
      const steps = lowered(each);
      expect(sharedWork(steps, 1)).toBeGreaterThan(0);
      const program = await loadProgram(steps, options);
      expect(program.threads).toBe(threads.pool?.threads ?? 1);
      program.run();
      program.commit();
      results.push(new Uint32Array((await program.readState())['out']!.slice().buffer));
      program.dispose();
    }
    expect(results[0]!.some((word) => word !== 0)).toBe(true);
    for (const result of results) expect(result.findIndex((word, i) => word !== results[0]![i])).toBe(-1);
  });
});
