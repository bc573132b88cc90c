import type { Program } from '../../program/program.ts';
import { inTurns } from '../../turns.ts';
import { loadKernels } from '../kernel-files.ts';
import type { Arithmetic } from '../kernel-files.ts';
import { allocate } from './memory.ts';
import { assemble, sharedWork } from './assemble.ts';
import type { Threads } from './threads.ts';
import { WasmProgram } from './wasm-program.ts';

export interface LoadOptions {
  /** URL (in Node: file path) of the folder of the compiled kernels. */
  readonly wasmPath: string;
  readonly arithmetic: Arithmetic;
  /** Bytes that the program may take. */
  readonly budget?: number;
  /** To share the work with where it is worth it; see `startThreads`. */
  readonly threads?: Threads;
  readonly sharing?: Sharing;
  /** Seconds that threads wait for one that does not come before the step is done without the others. */
  readonly patience?: number;
}

/** Scalar operations from which on threads share a step, and an instruction of it. */
export interface Sharing {
  readonly step: number;
  readonly instruction: number;
}

/** A shorter step is over before the other threads have woken up, a shorter instruction before they have met. */
const usualSharing: Sharing = { step: 4e6, instruction: 30_000 };

/** No single instruction takes as long. */
const usualPatience = 30;

/**
 * Gives a program memory of its own in WebAssembly. Its results are the same bits for any number of threads.
 * @throws OutOfMemoryError when it does not fit; nothing was allocated then.
 */
export async function loadProgram(program: Program, options: LoadOptions): Promise<WasmProgram> {
  const { wasmPath, arithmetic, budget, threads = { reason: '' }, sharing = usualSharing } = options;
  const { pool } = threads;
  const worthIt = sharedWork(program, sharing.instruction) >= sharing.step;
  const shared = pool !== undefined && pool.failure === undefined && worthIt;
  const { module, used } = await kernelsFor(wasmPath, arithmetic, shared);
  const assembled = await inTurns(assemble(program, shared ? pool.threads : 1, sharing.instruction));
  const loaded = new WasmProgram(program, assembled, allocate(assembled.bytes, shared, budget), module);
  loaded.arithmetic = used;
  if (shared) await loaded.shareWith(pool, options.patience ?? usualPatience);
  else
    loaded.threadsReason = pool === undefined ? threads.reason : (pool.failure ?? 'a step is too short to be shared');
  return loaded;
}

/** Where the browser lacks fused multiply-adds, 'fast' is what there is. */
async function kernelsFor(
  wasmPath: string,
  arithmetic: Arithmetic,
  threads: boolean,
): Promise<{ readonly module: WebAssembly.Module; readonly used: Arithmetic }> {
  const of = async (used: Arithmetic) => ({ module: await loadKernels(wasmPath, used, threads), used });
  return arithmetic === 'fast' ? of('fast').catch(() => of('reproducible')) : of('reproducible');
}
