import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../../backend.ts';
import { InterruptedError } from '../../interrupt.ts';
import type { Instruction } from '../../program/instruction.ts';
import { OutOfMemoryError } from '../../program/out-of-memory.ts';
import type { Program, ProgramBuffer } from '../../program/program.ts';
import { wasmPathInNode } from '../../testing/wasm-path.ts';
import { loadProgram } from './load.ts';
import { segmentWork } from './segments.ts';

let wasmPath: string;

beforeAll(async () => {
  wasmPath = await wasmPathInNode();
  // For the tensors that programs hand out.
  await startBackend({ choice: 'wasm', wasmPath, arithmetic: 'reproducible' });
});

afterEach(() => vi.restoreAllMocks());

const load = (program: Program, budget?: number) =>
  loadProgram(program, { wasmPath, arithmetic: 'reproducible', ...(budget !== undefined && { budget }) });

/** `out [m, n] = a [m, k] b [k, n]`. */
function product([m, n, k]: readonly number[], out: number, a: number, b: number): Instruction<number> {
  const params = {
    ...{ batch: 1, m: m!, n: n!, k: k!, transposeA: 0, transposeB: 0, strideA: 0, strideB: 0 },
    ...{ hasBias: 0, activation: 0, alpha: 0 },
  };
  return { op: 'gemm', params, writes: [out], reads: [a, b] };
}

/** Turns a column of n numbers by one place, then scales it: next = scale (turn state). The result is the first number. */
function turning(n: number): Program {
  const turn = Float32Array.from({ length: n * n }, (_, at) => Number(at % n === (Math.floor(at / n) + 1) % n));
  const first = Float32Array.from({ length: n }, (_, i) => Number(i === 0));
  const bytes = 4 * n;
  const buffers: ProgramBuffer[] = [
    { kind: 'constant', bytes: n * bytes, values: turn },
    { kind: 'state', bytes },
    { kind: 'temporary', bytes },
    { kind: 'input', bytes: 4 },
    { kind: 'state', bytes },
    { kind: 'constant', bytes, values: first },
    { kind: 'result', bytes: 4 },
    { kind: 'state', bytes: 4 },
    { kind: 'temporary', bytes: 0 },
  ];
  const instructions = [product([n, 1, n], 2, 0, 1), product([n, 1, 1], 4, 2, 3), product([1, 1, n], 6, 5, 4)];
  const state = [
    { name: 'column', shape: [n, 1], before: 1, after: 4 },
    { name: 'still', shape: [], before: 7, after: 7 },
  ];
  return { buffers, instructions, state };
}

async function turned() {
  const program = await load(turning(3));
  program.writeState('column', Float32Array.of(1, 2, 3));
  program.writeState('still', Float32Array.of(7));
  program.write(3, Float32Array.of(10));
  return program;
}

const columnOf = async (program: Awaited<ReturnType<typeof turned>>) => [...(await program.readState())['column']!];

describe('a program in WebAssembly', () => {
  it('takes its state from step to step, in either place', async () => {
    const program = await turned();
    const seen: number[] = [];
    for (let step = 0; step < 4; step++) {
      program.write(3, Float32Array.of(step + 1));
      program.run();
      seen.push(program.result(6)[0]!);
      program.commit();
    }
    expect(seen).toEqual([2, 6, 6, 48]);
    expect(await columnOf(program)).toEqual([48, 72, 24]);
    expect((await program.readState())['still']).toEqual(Float32Array.of(7));
    expect(await program.readResults([6, 6])).toEqual(Float32Array.of(48, 48));
    expect(program.dispatches).toBe(3);
    expect(program.threads).toBe(1);
  });

  it('forgets a step that is not committed', async () => {
    const program = await turned();
    for (let time = 0; time < 3; time++) {
      program.run();
      expect(program.result(6)).toEqual(Float32Array.of(20));
      expect(await columnOf(program)).toEqual([1, 2, 3]);
    }
    program.commit();
    expect(await columnOf(program)).toEqual([20, 30, 10]);
    expect(() => program.commit()).toThrow(/no finished step/);
  });

  it('can be set to another state at any time', async () => {
    const program = await turned();
    program.run();
    program.commit();
    program.writeState('column', Float32Array.of(5, 6, 7));
    program.run();
    program.commit();
    expect(await columnOf(program)).toEqual([60, 70, 50]);
    const copy = program.tensor('column');
    expect(copy.shape).toEqual([3, 1]);
    program.writeState('column', new Float32Array(3));
    expect([...copy.dataSync()]).toEqual([60, 70, 50]);
    copy.dispose();
  });

  it('refuses numbers of another size, and names that it does not know', async () => {
    const program = await turned();
    expect(() => program.writeState('column', new Float32Array(2))).toThrow(/takes 12 bytes, not 8/);
    expect(() => program.writeState('row', new Float32Array(3))).toThrow(/no state named row/);
    expect(() => program.tensor('row')).toThrow(/no state named row/);
    expect(() => program.write(0, new Float32Array(9))).toThrow(/not to be written/);
    expect(() => program.result(2)).toThrow(/holds no result/);
  });

  it('refuses two slots of the state in one place', async () => {
    const program = turning(3);
    const state = [program.state[0]!, { name: 'copy', shape: [3], before: 1, after: 1 }];
    await expect(load({ ...program, state })).rejects.toThrow(/copy has no place of its own/);
  });

  it('allocates nothing in JavaScript while it runs', async () => {
    const program = await turned();
    const steps = (count: number) => {
      for (let step = 0; step < count; step++) {
        program.run();
        program.commit();
      }
    };
    steps(20_000);
    const before = process.memoryUsage().heapUsed;
    steps(50_000);
    // One number of 16 bytes for each step would be 800,000.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400_000);
  });
});

describe('an interrupted step', () => {
  it('changes nothing, and the next one is as if it had not been', async () => {
    const program = await turned();
    expect(() => program.run(() => true)).toThrow(InterruptedError);
    expect(await columnOf(program)).toEqual([1, 2, 3]);
    expect(() => program.commit()).toThrow(/no finished step/);
    program.run(() => false);
    program.commit();
    expect(await columnOf(program)).toEqual([20, 30, 10]);
  });

  it('is asked about once for a short program, every few milliseconds in a long one', async () => {
    const short = await turned();
    const asked = vi.fn(() => false);
    short.run(asked);
    expect(asked).toHaveBeenCalledTimes(1);

    const n = 128;
    const buffers: ProgramBuffer[] = [{ kind: 'input', bytes: 4 * n * n }];
    const instructions = Array.from({ length: 40 }, (_, i) => {
      buffers.push({ kind: i === 39 ? 'result' : 'temporary', bytes: 4 * n * n });
      return product([n, n, n], i + 1, i, 0);
    });
    const long = await load({ buffers, instructions, state: [] });
    asked.mockClear();
    long.run(asked);
    const expected = (40 * 2 * n ** 3) / segmentWork;
    expect(asked.mock.calls.length).toBeGreaterThanOrEqual(Math.ceil(expected));
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2 * Math.ceil(expected));
    asked.mockClear();
    let left = 2;
    expect(() => long.run(() => left-- === 0)).toThrow(InterruptedError);
    expect(left).toBe(-1);
  });
});

describe('memory for a program', () => {
  it('is refused above the budget before any is taken, with what is needed and what can be done', async () => {
    const taken = vi.spyOn(WebAssembly, 'Memory');
    const error = await load(turning(300), 2 ** 18).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OutOfMemoryError);
    const { needed, budget, remedy } = error as OutOfMemoryError;
    expect(needed).toBeGreaterThan(4 * 300 * 300);
    expect(budget).toBe(2 ** 18);
    expect(remedy).toMatch(/smaller batch/);
    expect(taken).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    expect((await load(turning(300), needed)).bytes).toBe(needed);
  });

  it('that the browser does not give is the same error', async () => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function refuse() {
      throw new RangeError('could not allocate memory');
    });
    const error = await load(turning(3)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect((error as OutOfMemoryError).budget).toBeUndefined();
  });
});
