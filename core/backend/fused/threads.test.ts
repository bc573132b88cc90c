import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program, ProgramBuffer } from '../program/program.ts';
import { Recorder } from '../program/recorder.ts';
import { stepValues } from '../program/step-tensor.ts';
import { createNodeThread } from '../testing/node-threads.ts';
import { wasmPathInNode } from '../testing/wasm-path.ts';
import * as tf from '../tf.ts';
import { loadProgram } from '../wasm/program/load.ts';
import { startThreads } from '../wasm/program/threads.ts';
import type { Threads } from '../wasm/program/threads.ts';
import { average } from './average.ts';
import { runKernel } from './kernel.ts';
import { Fused } from './names.ts';
import { norm } from './norm.ts';
import { optimise } from './optimise.ts';
import { randomNumbers } from './random.ts';
import { draws, expectSameBits, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

let pools: Threads[];
beforeAll(async () => {
  pools = await Promise.all([2, 3, 4].map((threads) => startThreads(threads, createNodeThread)));
});
afterAll(() => pools.forEach(({ pool }) => pool?.dispose()));

/** What `compute` does as a program whose outputs are its state. */
function programOf(compute: () => tf.Tensor[]): Program {
  let program: Program | undefined;
  tf.tidy(() => {
    const recorder = new Recorder();
    let outputs: number[] = [];
    const { buffers, instructions } = recorder.record(() => {
      outputs = compute().map((tensor) => recorder.bufferOf(tensor));
    });
    const own = buffers.map(({ origin, dtype, size }, index): ProgramBuffer => {
      const bytes = 4 * size;
      if (origin.kind === 'constant') return { kind: 'constant', bytes, values: origin.values };
      if (origin.kind === 'input') {
        const values = stepValues(dtype === 'int32' ? 'int32' : 'float32', size);
        origin.numbers(0, values);
        return { kind: 'constant', bytes, values };
      }
      return { kind: outputs.includes(index) ? 'state' : 'temporary', bytes };
    });
    const state = outputs.map((after, index) => {
      const before = own.push({ kind: 'state', bytes: own[after]!.bytes }) - 1;
      return { name: String(index), shape: [buffers[after]!.size], before, after };
    });
    program = { buffers: own, instructions, state };
  });
  return program!;
}

const tensor = (shape: readonly number[], start: number) =>
  tf.tensor(draws(tf.util.sizeFromShape([...shape]), start), [...shape]);

function normalisation(layer: boolean, shape: readonly number[]): tf.Tensor[] {
  const channels = shape.at(-1)!;
  const inputs = { x: tensor(shape, 1), scale: tensor([channels], 2) };
  const attributes = { layer, epsilon: 1e-5 };
  const outputs = runKernel(Fused.normForward, { ...inputs, shift: tensor([channels], 3) }, attributes);
  const [, mean, variance] = outputs;
  const statistics = { mean: mean!, variance: variance! };
  return [...outputs, ...runKernel(Fused.normBackward, { dy: tensor(shape, 4), ...inputs, ...statistics }, attributes)];
}

const sizes = [5, 4099, 1, 9001];

it.each<[string, () => tf.Tensor[]]>([
  [
    'optimise',
    () => {
      const moves = sizes.map((size) => ({
        parameter: tensor([size], 1),
        gradient: tensor([size], 2),
        slots: [tensor([size], 3), tf.square(tensor([size], 4))],
      }));
      const rule = { rule: 0, a: 0.9, b: 0.999, c: 0 };
      return optimise(rule, tf.tensor1d([0.01, 1e-7]), moves).flatMap((moved) => [moved.parameter, ...moved.slots]);
    },
  ],
  [
    'average',
    () =>
      average(
        0.99,
        sizes.map((size) => ({ average: tensor([size], 1), parameter: tensor([size], 2) })),
      ),
  ],
  ['norm', () => [norm(sizes.map((size) => tensor([size], 1)))]],
  ['philox', () => [randomNumbers({ kind: 'normal', seed: 3, name: 'x' }, () => 5, 0, [4099])]],
  ['batch norm', () => normalisation(false, [200, 83])],
  ['batch norm of a few channels', () => normalisation(false, [1000, 3])],
  ['layer norm', () => normalisation(true, [70, 2, 5, 7])],
  ['layer norm of long rows', () => normalisation(true, [3, 3001])],
])('%s gives the same bits on any number of threads as at once', async (_, compute) => {
  const program = programOf(compute);
  const expected = await on('wasm', compute);
  expect(expected.every((values) => values.every(Number.isFinite))).toBe(true);
  for (const threads of pools) {
    const options = {
      wasmPath: await wasmPathInNode(),
      arithmetic: 'reproducible',
      threads,
      sharing: { step: 0, instruction: 1 },
    } as const;
    const loaded = await loadProgram(program, options);
    expect(loaded.threads).toBe(threads.pool!.threads);
    loaded.run();
    loaded.commit();
    const state = await loaded.readState();
    expectSameBits(
      expected.map((_values, index) => state[String(index)]!),
      expected,
    );
    loaded.dispose();
  }
});
