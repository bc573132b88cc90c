import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instruction } from '../../program/instruction.ts';
import type { Program, ProgramBuffer } from '../../program/program.ts';
import { createNodeThread } from '../../testing/node-threads.ts';
import { wasmPathInNode } from '../../testing/wasm-path.ts';
import { loadProgram } from './load.ts';
import type { ThreadWorker } from './thread-pool.ts';
import { startThreads } from './threads.ts';
import type { Threads } from './threads.ts';

let wasmPath: string;
let pools: Threads[];
const workers: ThreadWorker[] = [];

const createThread = () => {
  const worker = createNodeThread();
  workers.push(worker);
  return worker;
};

beforeAll(async () => {
  wasmPath = await wasmPathInNode();
  pools = await Promise.all([1, 2, 3, 4].map((threads) => startThreads(threads, createThread)));
}, 60_000);

afterAll(() => pools.forEach(({ pool }) => pool?.dispose()));

const load = (program: Program, threads: Threads) =>
  loadProgram(program, { wasmPath, arithmetic: 'reproducible', threads, leastSharedWork: 0 });

const noise = (size: number, start = 0) =>
  Float32Array.from({ length: size }, (_, i) => (((start + i * i) * 0.6180339887498949) % 1) * 2 - 1);

function product(n: number, out: number, a: number, b: number): Instruction<number> {
  const params = {
    ...{ batch: 1, m: n, n, k: n, transposeA: 0, transposeB: 0, strideA: 0, strideB: 0 },
    ...{ hasBias: 0, activation: 0, alpha: 0 },
  };
  return { op: 'gemm', params, writes: [out], reads: [a, b] };
}

/** Products one after the other with a matrix of `n` rows that keeps the size of what it meets. */
function products(n: number, count: number): Program {
  const bytes = 4 * n * n;
  const buffers: ProgramBuffer[] = [
    { kind: 'state', bytes },
    { kind: 'constant', bytes, values: noise(n * n).map((value) => value * Math.sqrt(3 / n)) },
  ];
  const instructions = Array.from({ length: count }, (_, i) => {
    buffers.push({ kind: i === count - 1 ? 'state' : 'temporary', bytes });
    return product(n, i + 2, i === 0 ? 0 : i + 1, 1);
  });
  return { buffers, instructions, state: [{ name: 's', shape: [n, n], before: 0, after: count + 1 }] };
}

const bits = (values: Float32Array) => [...new Uint32Array(values.buffer)];

describe('threads', () => {
  it('start in Node', () => {
    expect(pools.map(({ pool, reason }) => [pool?.threads, reason])).toEqual([
      [undefined, ''],
      [2, ''],
      [3, ''],
      [4, ''],
    ]);
  });

  it('give the same bits, however many there are', async () => {
    const program = products(61, 6);
    const states: number[][] = [];
    for (const threads of pools) {
      const loaded = await load(program, threads);
      expect(loaded.threads).toBe(threads.pool?.threads ?? 1);
      loaded.writeState('s', noise(61 * 61, 5));
      for (let step = 0; step < 7; step++) {
        loaded.run();
        loaded.commit();
      }
      states.push(bits((await loaded.readState())['s']!));
      loaded.dispose();
    }
    expect(new Set(states[0]).size).toBeGreaterThan(100);
    for (const state of states) expect(state).toEqual(states[0]);
  });
});
