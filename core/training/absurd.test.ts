import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { InterruptedError } from '../backend/interrupt.ts';
import { OutOfMemoryError } from '../backend/program/out-of-memory.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import type { WasmBackend } from '../backend/wasm/heap.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { defaultSpec } from '../spec/defaults.ts';
import type { Chosen } from '../spec/fields.ts';
import { parseRunSpec } from '../spec/parse.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { processMilliseconds } from '../testing/process-time.ts';
import { digestOf } from './digest.ts';
import { dynamics } from './dynamics/registry.ts';
import { NonFiniteError } from './non-finite.ts';
import { Trainer } from './trainer.ts';

// Settings that nobody should choose end in a reason, never in a worker that does not answer.

const base = defaultSpec(catalogue, 'gan', 'ring');
let ring: Dataset;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  ring = await loadDataset(base.data, () => Promise.reject(new Error('points need no files')));
});

const network: Chosen = { kind: 'mlp', width: 4, depth: 1, activation: 'tanh', norm: 'none' };
const tiny: RunSpec = {
  ...base,
  options: { ...base.options, r1: 0.1 },
  networks: { generator: network, discriminator: network },
  batch: 4,
  ema: 0,
};
const unrolled = (unrollSteps: number): RunSpec => ({
  ...tiny,
  dynamics: { kind: 'unrolled', unrollSteps, criticSteps: 1 },
});

async function digestAndDispose(trainer: Trainer): Promise<string> {
  const digest = await digestOf((await trainer.checkpoint()).tensors);
  trainer.dispose();
  return digest;
}

describe('a spec is refused that has', () => {
  const optimiser = { ...base.optimisers['generator']!, learningRate: 1e9 };
  it.each<[string, unknown, string]>([
    [
      'a learning rate of a thousand million',
      { optimisers: { ...base.optimisers, generator: optimiser } },
      'learningRate',
    ],
    ['networks of no width', { networks: { ...base.networks, generator: { ...network, width: 0 } } }, 'width'],
    ['a look ahead of a thousand moves', { dynamics: { kind: 'unrolled', unrollSteps: 1000 } }, 'unrollSteps'],
  ])('%s', (_, change, field) => {
    const parsed = parseRunSpec({ ...base, ...(change as Partial<RunSpec>) }, catalogue);
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path.split('.').at(-1))).toEqual([field]);
  });

  it.each(Object.entries(dynamics).filter(([, { objection }]) => objection !== undefined))(
    'one player under %s',
    (kind) => {
      const parsed = parseRunSpec(
        { method: 'vae', data: { kind: 'ring' }, dynamics: { kind } },
        catalogue,
        objectionsTo,
      );
      expect(parsed.ok ? [] : parsed.issues).toEqual([
        { path: 'dynamics.kind', message: expect.stringContaining('choose alternating moves') as string },
      ]);
    },
  );
});

describe.each(Object.keys(dynamics))('%s', (kind) => {
  const spec = { ...tiny, dynamics: { kind, ...valuesOf(kind) } };

  it('stops at a number that is not finite, under a learning rate that blows everything up', async () => {
    const wild = { kind: 'sgd', learningRate: 1e9, momentum: 0, nesterov: false };
    const trainer = Trainer.create(
      {
        ...spec,
        options: { ...spec.options, loss: 'least-squares' },
        optimisers: { generator: wild, discriminator: wild },
      },
      ring,
    );
    let error: unknown;
    for (let step = 0; step < 60 && error === undefined; step++) {
      try {
        trainer.step();
      } catch (thrown) {
        error = thrown;
      }
      await trainer.settled();
    }
    expect(error).toBeInstanceOf(NonFiniteError);
    const { tensors } = await trainer.checkpoint();
    trainer.dispose();
    for (const { data } of Object.values(tensors)) expect(data.every(Number.isFinite)).toBe(true);
  });

  it('can be given up anywhere in a step without a trace', async () => {
    const straight = Trainer.create(spec, ring, false);
    let operations = 0;
    straight.step(() => (operations++, false));
    const trainer = Trainer.create(spec, ring, false);
    const tensors = tf.memory().numTensors;
    for (let part = 0; part < 9; part++) {
      let left = Math.floor((operations * part) / 9);
      expect(() => trainer.step(() => left-- <= 0)).toThrow(InterruptedError);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    trainer.step();
    expect(await digestAndDispose(trainer)).toBe(await digestAndDispose(straight));
  });

  it('is as before a step for which memory does not suffice', async () => {
    const trainer = Trainer.create(spec, ring, false);
    trainer.step();
    const tensors = tf.memory().numTensors;
    const before = await digestOf((await trainer.checkpoint()).tensors);
    const { wasm } = tf.backend() as unknown as WasmBackend;
    const allocate = wasm._malloc;
    let left = 100;
    wasm._malloc = (bytes) => {
      if (left-- <= 0) throw new Error(`WebAssembly is out of memory: ${bytes} bytes more`);
      return allocate(bytes);
    };
    try {
      expect(() => trainer.step()).toThrow('out of memory');
    } finally {
      wasm._malloc = allocate;
    }
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await digestAndDispose(trainer)).toBe(before);
  });
});

function valuesOf(kind: string): Readonly<Record<string, number>> {
  const fields = Object.entries(dynamics[kind]!.fields);
  return Object.fromEntries(
    fields.flatMap(([name, field]) => (field.kind === 'number' ? [[name, field.default]] : [])),
  );
}

// These make tens of thousands of operations one by one.
describe('looking far ahead', () => {
  /** Most tensors at a time in an eager step. */
  const peakOf = (spec: RunSpec): number => {
    const trainer = Trainer.create(spec, ring, false);
    let most = 0;
    trainer.step(() => ((most = Math.max(most, tf.memory().numTensors)), false));
    trainer.dispose();
    return most;
  };

  it('takes memory in proportion to the moves looked ahead', () => {
    const [few, more, many] = [4, 8, 16].map((moves) => peakOf(unrolled(moves)));
    expect((many! - more!) / (more! - few!)).toBeCloseTo(2, 1);
  });

  it('is given up where memory will not suffice, as soon as two moves have shown it', () => {
    const peak = (moves: number): number => {
      const trainer = Trainer.create(unrolled(moves), ring, false);
      let most = 0;
      trainer.step(() => ((most = Math.max(most, tf.memory().numBytes)), false));
      trainer.dispose();
      return most;
    };
    const trainer = Trainer.create(unrolled(16), ring, false);
    const { numTensors } = tf.memory();
    let asked = 0;
    let error: unknown;
    vi.stubGlobal('navigator', { deviceMemory: 1e-6 });
    try {
      trainer.step(() => (asked++, false));
    } catch (thrown) {
      error = thrown;
    } finally {
      vi.unstubAllGlobals();
    }
    expect(error).toBeInstanceOf(OutOfMemoryError);
    const { needed, remedy } = error as OutOfMemoryError;
    // The way back takes almost as much again, of which nothing is known yet.
    expect(needed).toBeLessThan(peak(16));
    expect(needed).toBeGreaterThan(0.5 * peak(16));
    expect(remedy).toMatch(/fewer moves/);
    let whole = 0;
    expect(tf.memory().numTensors).toBe(numTensors);
    trainer.step(() => (whole++, false));
    expect(asked).toBeLessThan(whole / 4);
    trainer.dispose();
  });

  it('of a hundred moves asks often whether to go on, and gives up at once', () => {
    const trainer = Trainer.create(unrolled(100), ring, false);
    const tensors = tf.memory().numTensors;
    let [asked, longest, last] = [0, 0, processMilliseconds()];
    const stopAt = 20_000;
    expect(() =>
      trainer.step(() => {
        const asking = processMilliseconds();
        longest = Math.max(longest, asking - last);
        last = asking;
        return ++asked >= stopAt;
      }),
    ).toThrow(InterruptedError);
    expect(asked).toBe(stopAt);
    // Most of these pauses are of some microseconds; a collection of garbage takes the longest.
    expect(longest).toBeLessThan(1000);
    expect(tf.memory().numTensors).toBe(tensors);
    trainer.dispose();
  });
});
