import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { benchmarkSteps } from '../../../benchmark/games/registry.ts';
import { withBatch } from '../../../benchmark/games/step.ts';
import { Trainer } from '../../../training/trainer.ts';
import { startBackend } from '../../backend.ts';
import { normalise } from '../../fused/normalise.ts';
import { gradientOf } from '../../gradients.ts';
import { InterruptedError } from '../../interrupt.ts';
import type * as loading from '../../load-program.ts';
import { buildProgram } from '../../program/build.ts';
import type { Program } from '../../program/program.ts';
import { Recorder } from '../../program/recorder.ts';
import { createNodeThread } from '../../testing/node-threads.ts';
import { wasmPathInNode } from '../../testing/wasm-path.ts';
import * as tf from '../../tf.ts';
import { atOnce } from '../../turns.ts';
import { loadProgram } from './load.ts';
import type { LoadOptions } from './load.ts';
import type { ThreadWorker } from './thread-pool.ts';
import { startThreads } from './threads.ts';
import type { Threads } from './threads.ts';
import type { WasmProgram } from './wasm-program.ts';

/** Programs that trainers here have asked for; they get none, and go on eagerly. */
const asked: Program[] = [];

vi.mock(import('../../load-program.ts'), () => ({
  programLoader: (): loading.ProgramLoader => async (program) => {
    asked.push(program);
    throw new Error('only looked at');
  },
}));

let wasmPath: string;
/** For 1, 2, 3 and 4 threads. */
let teams: Threads[];

beforeAll(async () => {
  wasmPath = await wasmPathInNode();
  await startBackend({ choice: 'wasm', wasmPath, arithmetic: 'reproducible' });
  teams = await Promise.all([1, 2, 3, 4].map((threads) => startThreads(threads, createNodeThread)));
});

afterAll(() => teams.forEach(({ pool }) => pool?.dispose()));

/** Shares all that can be shared. */
const sharing = { step: 0, instruction: 1 };

const load = (program: Program, threads: Threads, options: Partial<LoadOptions> = {}) =>
  loadProgram(program, { wasmPath, arithmetic: 'reproducible', threads, sharing, ...options });

const noise = (size: number, start = 0) =>
  Float32Array.from({ length: size }, (_, i) => (((start + i * i) * 0.6180339887498949) % 1) * 2 - 1);

/** Gives a program something to work on, the same each time. */
function fill(loaded: WasmProgram, { buffers, state }: Program): WasmProgram {
  state.forEach(({ name, before }, at) => loaded.writeState(name, noise(buffers[before]!.bytes / 4, at).map(Math.abs)));
  buffers.forEach(({ kind, bytes }, buffer) => {
    if (kind === 'input') loaded.write(buffer, noise(bytes / 4, buffer));
  });
  return loaded;
}

/** What some steps leave of the state and the results, as bytes. */
async function bitsAfter(loaded: WasmProgram, { buffers }: Program, steps: number): Promise<Buffer> {
  for (let step = 0; step < steps; step++) {
    loaded.run();
    loaded.commit();
  }
  const results = buffers.flatMap(({ kind }, buffer) => (kind === 'result' ? [loaded.result(buffer)] : []));
  const all = [...Object.values(await loaded.readState()), ...results];
  return Buffer.concat(all.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}

async function expectSameBits(program: Program, steps: number): Promise<void> {
  const all: Buffer[] = [];
  for (const threads of teams) {
    const loaded = fill(await load(program, threads), program);
    expect(loaded.threads).toBe(threads.pool?.threads ?? 1);
    all.push(await bitsAfter(loaded, program, steps));
    loaded.dispose();
  }
  // Something came of it, and all of it is the same.
  expect(new Set(all[0]).size).toBeGreaterThan(1);
  for (const bits of all) expect(bits.equals(all[0]!)).toBe(true);
}

/** A function of tensors as a program that leaves its value in the state. */
function programOf(compute: (inputs: tf.Tensor[]) => tf.Tensor, shapes: readonly (readonly number[])[]): Program {
  const inputs = shapes.map((shape, at) => tf.tensor(noise(tf.util.sizeFromShape([...shape]), at), [...shape]));
  const earlier = tf.tidy(() => tf.zerosLike(compute(inputs)));
  const recorder = new Recorder();
  const before = [...inputs, earlier];
  before.forEach((tensor, at) => recorder.state(String(at), tensor));
  let value = earlier;
  const recording = recorder.record(() => (value = tf.tidy(() => compute(inputs))));
  const state = before.map((tensor, at) => ({
    name: String(at),
    shape: tensor.shape,
    before: recorder.bufferOf(tensor),
    after: recorder.bufferOf(tensor === earlier ? value : tensor),
  }));
  tf.dispose([...before, value]);
  return atOnce(buildProgram(recording, state)).program;
}

/** Products with a matrix of `n` rows that keeps the size of what it meets. */
function products(n: number, count: number): Program {
  const factor = tf.tensor(
    noise(n * n).map((value) => value * Math.sqrt(3 / n)),
    [n, n],
  );
  return programOf(
    ([x]) => {
      let product = x!;
      for (let time = 0; time < count; time++) product = tf.relu(tf.matMul(product, factor));
      return product;
    },
    [[n, n]],
  );
}

describe('threads give the same bits, however many there are,', () => {
  const size = fc.integer({ min: 1, max: 33 });
  const few = fc.integer({ min: 1, max: 7 });
  const images = fc.tuple(few, size, few);

  const convolved = (x: tf.Tensor, filter: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same');
  const slope = (run: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) => gradientOf((at) => tf.square(run(at)), x);

  const families: Record<string, fc.Arbitrary<Program>> = {
    'matrix products': fc
      .tuple(size, size, size, fc.boolean(), fc.boolean())
      .map(([m, n, k, ta, tb]) =>
        programOf(
          ([a, b, bias]) => tf.relu(tf.add(tf.matMul(a!, b!, ta, tb), bias!)),
          [ta ? [k, m] : [m, k], tb ? [n, k] : [k, n], [n]],
        ),
      ),
    convolutions: images.map(([batch, side, channels]) =>
      programOf(
        ([x, f]) => slope((at) => convolved(at, f!))(x!),
        [
          [batch, side, side, channels],
          [3, 4, channels, 5],
        ],
      ),
    ),
    'convolutions in their filters': images.map(([batch, side, channels]) =>
      programOf(
        ([x, f]) => slope((at) => convolved(x!, at))(f!),
        [
          [batch, side, side, channels],
          [3, 4, channels, 5],
        ],
      ),
    ),
    chains: fc
      .tuple(size, size)
      .map(([a, b]) =>
        programOf(([x, y]) => tf.add(tf.tanh(tf.mul(x!, y!)), tf.softplus(tf.sub(x!, y!))), [[40, a, b], [b]]),
      ),
    reductions: fc
      .tuple(size, size, size, fc.constantFrom<number[]>([0], [1], [2], [0, 2], [0, 1, 2]))
      .map(([a, b, c, axes]) =>
        programOf(
          ([x]) => tf.add(tf.sum(x!, axes), tf.add(tf.max(x!, axes), tf.mean(tf.cast(tf.argMax(x!, 1), 'float32')))),
          [[a, b, c]],
        ),
      ),
    softmax: fc
      .tuple(size, size)
      .map(([a, b]) => programOf(([x]) => tf.mul(tf.softmax(x!), tf.logSoftmax(x!)), [[a, b]])),
    layouts: images.map(([batch, side, channels]) =>
      programOf(
        ([x]) => {
          const padded = tf.pad(
            tf.transpose(x!, [0, 2, 1, 3]),
            [
              [0, 0],
              [1, 2],
              [0, 1],
              [0, 0],
            ],
            2,
          );
          return tf.concat([padded, tf.slice(padded, [0, 0, 0, 0], [-1, -1, -1, 1])], 3);
        },
        [[batch, side, side, channels]],
      ),
    ),
    lookups: fc.tuple(size, size, size).map(([rows, width, count]) => {
      const indices = tf.tensor1d(
        Array.from({ length: count }, (_, i) => (i * 7) % rows),
        'int32',
      );
      return programOf(([table]) => slope((at) => tf.gather(at, indices))(table!), [[rows, width]]);
    }),
    'poolings and resizings': images.map(([batch, side, channels]) =>
      programOf(
        slopeOf((x) => tf.image.resizeBilinear(tf.avgPool(x as tf.Tensor4D, 2, 2, 'same'), [9, 7])),
        [[batch, side, side, channels]],
      ),
    ),
    norms: fc
      .tuple(fc.integer({ min: 2, max: 40 }), size, fc.boolean())
      .map(([rows, columns, layer]) => normProgram(rows, columns, layer)),
  };

  function slopeOf(run: (x: tf.Tensor) => tf.Tensor) {
    return ([x]: tf.Tensor[]) => slope(run)(x!);
  }

  function normProgram(rows: number, columns: number, layer: boolean): Program {
    return programOf(
      ([x, scale, shift]) => slope((at) => normalise(at, scale!, shift!, { layer, epsilon: 1e-5 }).out)(x!),
      [[rows, columns], [columns], [columns]],
    );
  }

  it.each(Object.entries(families))('%s', async (_, programs) => {
    await fc.assert(
      fc.asyncProperty(programs, (program) => expectSameBits(program, 1)),
      { numRuns: 12, seed: 3 },
    );
  });

  it.each(['toy-mlp-gan', 'mlp-vae', 'dcgan28', 'conv-vae32'])('steps of %s', async (name) => {
    const step = withBatch(benchmarkSteps.get(name)!(), 5);
    const trainer = Trainer.play(step.game, step.spec, step.dataset);
    asked.length = 0;
    for (let time = 0; time < 4 && asked.length === 0; time++) {
      trainer.step();
      await trainer.settled();
    }
    trainer.dispose();
    expect(asked).toHaveLength(1);
    await expectSameBits(asked[0]!, 3);
  });
});

describe('threads', () => {
  it('are not woken for a step that is over before they are', async () => {
    const loaded = await load(products(8, 2), teams[1]!, { sharing: { step: 4e6, instruction: 30_000 } });
    expect(loaded.threads).toBe(1);
    expect(loaded.threadsReason).toMatch(/too short/);
  });

  it('serve several programs, which come and go', async () => {
    const [first, second] = [products(24, 5), products(9, 3)];
    const alone = await Promise.all(
      [first, second].map(async (program) => bitsAfter(fill(await load(program, teams[0]!), program), program, 12)),
    );
    const loaded = [fill(await load(first, teams[2]!), first), fill(await load(second, teams[2]!), second)];
    for (let time = 0; time < 10; time++) {
      for (const program of loaded) {
        program.run();
        program.commit();
      }
      const passing = load(second, teams[2]!);
      // A run while the threads are still to hear of another program.
      loaded[0]!.run();
      (await passing).dispose();
      loaded[1]!.run();
    }
    expect(await bitsAfter(loaded[0]!, first, 2)).toEqual(alone[0]);
    expect(await bitsAfter(loaded[1]!, second, 2)).toEqual(alone[1]);
    loaded.forEach((program) => program.dispose());
  });

  it('stop where the step is interrupted, and start over', async () => {
    const program = products(160, 60);
    const loaded = fill(await load(program, teams[2]!), program);
    let left = 3;
    expect(() => loaded.run(() => left-- === 0)).toThrow(InterruptedError);
    expect(await bitsAfter(loaded, program, 1)).toEqual(
      await bitsAfter(fill(await load(program, teams[0]!), program), program, 1),
    );
    expect(loaded.threads).toBe(3);
    loaded.dispose();
  });
});

describe('one thread goes on alone', () => {
  const broken = async (prepare: (workers: ThreadWorker[]) => void) => {
    const workers: ThreadWorker[] = [];
    const threads = await startThreads(3, () => {
      const worker = createNodeThread();
      workers.push(worker);
      return worker;
    });
    const program = products(24, 5);
    const loaded = fill(await load(program, threads, { patience: 0 }), program);
    expect(loaded.threads).toBe(3);
    loaded.run();
    prepare(workers);
    const expected = await bitsAfter(fill(await load(program, teams[0]!), program), program, 3);
    expect(await bitsAfter(loaded, program, 3)).toEqual(expected);
    expect(loaded.threads).toBe(1);
    return { loaded, threads, program };
  };

  it('when another has died without a word', async () => {
    const { loaded, threads, program } = await broken(([, second]) => second!.terminate());
    expect(loaded.threadsReason).toMatch(/lost each other/);
    const next = await load(program, threads);
    expect([next.threads, next.threadsReason]).toEqual([1, loaded.threadsReason]);
  });

  it('when another says that it has failed', async () => {
    const { loaded } = await broken(([first]) => first!.onerror?.({ message: 'out of memory' }));
    expect(loaded.threadsReason).toBe('thread 1 failed: out of memory');
  });

  it('when the others do not start', async () => {
    const refused = await startThreads(2, () => {
      throw new Error('no workers here');
    });
    expect(refused).toEqual({ reason: 'the threads did not start: no workers here' });
    const mute = await startThreads(2, () => {
      const worker = createNodeThread();
      queueMicrotask(() => worker.onerror?.({}));
      return worker;
    });
    expect(mute.pool).toBeUndefined();
    expect(mute.reason).toMatch(/thread 1 failed: it did not start/);
    const loaded = await load(products(4, 1), mute);
    expect([loaded.threads, loaded.threadsReason]).toEqual([1, mute.reason]);
  });

  it('where memory cannot be shared', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    try {
      expect((await startThreads(2, createNodeThread)).reason).toMatch(/not isolated/);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(await startThreads(1, createNodeThread)).toEqual({ reason: '' });
  });
});
