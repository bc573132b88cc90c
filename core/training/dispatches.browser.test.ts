import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { Fused } from '../backend/fused/names.ts';
import * as tf from '../backend/tf.ts';
import { benchmarkSteps } from '../benchmark/games/registry.ts';
import { withBatch } from '../benchmark/games/step.ts';
import { Trainer } from './trainer.ts';

/** The software adapter compiles every shader anew: seconds, more on a busy machine. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

beforeAll(async () => {
  await startBackend({ choice: 'webgpu', wasmPath: '/wasm/', arithmetic: 'fast' });
});

interface Dispatching {
  runWebGPUProgram(...program: unknown[]): unknown;
}

/** Dispatches that tfjs makes during `work`. */
function dispatchesOf(work: () => void): number {
  const backend = tf.backend() as unknown as Dispatching;
  const run = backend.runWebGPUProgram;
  let count = 0;
  backend.runWebGPUProgram = function (...program) {
    count++;
    return run.apply(this, program);
  };
  try {
    work();
  } finally {
    delete (backend as Partial<Dispatching>).runWebGPUProgram;
  }
  return count;
}

const steps = 4;

async function train(name: string, replay: boolean) {
  const { game, spec, dataset } = withBatch(benchmarkSteps.get(name)!(), 3);
  const trainer = Trainer.play(game, spec, dataset, replay);
  try {
    let dispatches = 0;
    for (let step = 0; step < steps; step++) {
      dispatches = dispatchesOf(() => trainer.step());
      await trainer.settled();
    }
    const { values } = await trainer.report();
    const { tensors } = await trainer.checkpoint();
    return { dispatches, values, tensors, execution: trainer.execution };
  } finally {
    trainer.dispose();
  }
}

/** What `work` does where tfjs has only the kernels that it comes with. */
async function withoutFusedKernels<T>(work: () => Promise<T>): Promise<T> {
  const kernels = Object.values(Fused).map((name) => tf.getKernel(name, 'webgpu'));
  for (const { kernelName } of kernels) tf.unregisterKernel(kernelName, 'webgpu');
  try {
    return await work();
  } finally {
    kernels.forEach((kernel) => tf.registerKernel(kernel));
  }
}

/** The root of the mean square of the difference of two tensors. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a, (value, i) => (value - b[i]!) ** 2).reduce((sum, square) => sum + square, 0) / a.length);

// A convolutional step has three times as many shaders to compile, which takes the software adapter minutes.
describe.each(['toy-mlp-gan'])('a recorded step of %s on WebGPU', (name) => {
  it('does what an eager one does, in at most a third of the dispatches of tfjs', async () => {
    const tensors = tf.memory().numTensors;
    const eager = await withoutFusedKernels(() => train(name, false));
    const recorded = await train(name, true);
    expect(recorded.execution).toMatchObject({ mode: 'recorded' });
    if (recorded.execution.mode !== 'recorded') return;
    const { operations } = recorded.execution;
    expect(recorded.dispatches).toBe(0);
    for (const [figure, value] of Object.entries(eager.values)) {
      expect(Math.abs(recorded.values[figure]! - value)).toBeLessThan(1e-2 * Math.max(1, Math.abs(value)));
    }
    expect(Object.keys(recorded.tensors)).toEqual(Object.keys(eager.tensors));
    for (const [key, { data }] of Object.entries(eager.tensors)) {
      expect(difference(data, recorded.tensors[key]!.data), key).toBeLessThan(1e-5);
    }
    expect(operations).toBeLessThanOrEqual(eager.dispatches / 3);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
