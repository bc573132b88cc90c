import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBackend } from '../../backend.ts';
import { InterruptedError } from '../../interrupt.ts';
import { OutOfMemoryError } from '../../program/out-of-memory.ts';
import * as tf from '../../tf.ts';
import { loadWebGpuProgram } from './load.ts';
import { batchOf, smallStep, trainInDoublePrecision } from './testing/small-step.ts';
import type { WebGpuProgram } from './webgpu-program.ts';

let device: GPUDevice;
beforeAll(async () => {
  await startBackend({ choice: 'webgpu', wasmPath: '/wasm/', arithmetic: 'fast' });
  device = (tf.backend() as unknown as { device: GPUDevice }).device;
});

const small = smallStep();
let loaded: WebGpuProgram;
beforeEach(async () => {
  loaded = await loadWebGpuProgram(small.program, device);
  for (const [name, values] of Object.entries(small.initial)) loaded.writeState(name, values);
});
afterEach(() => loaded.dispose());

function run(step: number): void {
  const { x, target, rate } = batchOf(step);
  loaded.write(small.x, x);
  loaded.write(small.target, target);
  loaded.write(small.rate, rate);
  loaded.run();
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(1e-5);
}

async function expectState(expected: Readonly<Record<string, ArrayLike<number>>>): Promise<void> {
  const state = await loaded.readState();
  expect(Object.keys(state)).toEqual(small.program.state.map(({ name }) => name));
  for (const [name, values] of Object.entries(state)) expectClose(values, expected[name]!);
}

describe('a program on WebGPU', () => {
  it('makes the steps that its instructions say, however often', async () => {
    const { losses, state } = trainInDoublePrecision(small, 5);
    for (let step = 0; step < 5; step++) {
      run(step);
      expectClose(await loaded.readResults([small.loss]), [losses[step]!]);
      loaded.commit();
    }
    await expectState(state);
  });

  it('runs many steps without waiting for their results', async () => {
    const { losses, state } = trainInDoublePrecision(small, 4);
    for (let step = 0; step < 4; step++) {
      run(step);
      loaded.commit();
    }
    const last = loaded.readResults([small.loss]);
    run(0);
    expectClose(await last, [losses[3]!]);
    await expectState(state);
  });

  it('forgets a step that is not taken over', async () => {
    run(3);
    run(0);
    loaded.commit();
    await expectState(trainInDoublePrecision(small, 1).state);
    expect(() => loaded.commit()).toThrow(/no finished step/);
  });

  it('goes on from a state that is written, in either of its places', async () => {
    run(0);
    loaded.commit();
    run(1);
    for (const [name, values] of Object.entries(small.initial)) loaded.writeState(name, values);
    run(0);
    loaded.commit();
    await expectState(trainInDoublePrecision(small, 1).state);
  });

  it('takes its state from tensors too', async () => {
    run(0);
    loaded.commit();
    const computed = (name: string) => tf.add(tf.tensor(small.initial[name]!), 0);
    for (const name of Object.keys(small.initial)) tf.tidy(() => loaded.takeState(name, computed(name)));
    run(0);
    loaded.commit();
    await expectState(trainInDoublePrecision(small, 1).state);
  });

  it('hands out copies of its state as tensors', async () => {
    const before = loaded.tensor('w1');
    run(0);
    loaded.commit();
    const after = loaded.tensor('w1');
    expect(after.shape).toEqual([3, 4]);
    expect(await before.data()).toEqual(small.initial['w1']);
    expectClose(await after.data(), trainInDoublePrecision(small, 1).state['w1']!);
    const doubled = tf.mul(after, 2);
    expectClose(
      await doubled.data(),
      Array.from(await after.data(), (value) => value * 2),
    );
    tf.dispose([before, after, doubled]);
  });

  it('says when the device is as far behind as it may be, and when there is room again', async () => {
    expect(loaded.idle()).toBeUndefined();
    run(0);
    run(1);
    expect(loaded.idle()).toBeUndefined();
    run(2);
    const room = loaded.idle();
    expect(room).toBeInstanceOf(Promise);
    await room;
    expect(loaded.idle()).toBeUndefined();
  });

  it('gives up a step when asked to, and refuses what does not fit', () => {
    expect(() => loaded.run(() => true)).toThrow(InterruptedError);
    expect(() => loaded.commit()).toThrow(/no finished step/);
    expect(() => loaded.write(small.loss, Float32Array.of(1))).toThrow(/not to be written/);
    expect(() => loaded.writeState('w1', new Float32Array(3))).toThrow(/takes 12 numbers, not 3/);
    expect(() => loaded.writeState('w9', new Float32Array(3))).toThrow(/no state w9/);
  });

  it('tells how much it does and holds, and refuses what the device cannot hold', async () => {
    expect(loaded.dispatches).toBe(small.program.instructions.length);
    expect(loaded.bytes).toBeGreaterThan(0);
    const bytes = device.limits.maxStorageBufferBindingSize + 4;
    const program = {
      ...small.program,
      buffers: [...small.program.buffers, { bytes, kind: 'input' as const }],
    };
    await expect(loadWebGpuProgram(program, device)).rejects.toThrow(OutOfMemoryError);
  });
});
