import type { Program } from '../../program/program.ts';
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
  /** Scalar operations of a step from which on threads share it. */
  readonly leastSharedWork?: number;
}

/** Less work is done before the other threads have woken up. */
const usualLeastSharedWork = 4e6;

/**
 * Gives a program memory of its own in WebAssembly. Its results are the same bits for any number of threads.
 * @throws OutOfMemoryError when it does not fit; nothing was allocated then.
 */
export async function loadProgram(program: Program, options: LoadOptions): Promise<WasmProgram> {
  const { wasmPath, arithmetic, budget, threads = { reason: '' } } = options;
  const { pool } = threads;
  const worthIt = sharedWork(program) >= (options.leastSharedWork ?? usualLeastSharedWork);
  if (pool === undefined || pool.failure !== undefined || !worthIt) {
    const module = await kernelsFor(wasmPath, arithmetic, false);
    const assembled = assemble(program, 1);
    const loaded = new WasmProgram(program, assembled, allocate(assembled.bytes, false, budget), module);
    loaded.threadsReason = pool === undefined ? threads.reason : (pool.failure ?? 'a step is too short to be shared');
    return loaded;
  }
  const module = await kernelsFor(wasmPath, arithmetic, true);
  const assembled = assemble(program, pool.threads);
  const loaded = new WasmProgram(program, assembled, allocate(assembled.bytes, true, budget), module);
  // A pool that fails says so itself.
  await loaded.shareWith(pool).catch((error: unknown) => {
    loaded.threadsReason = error instanceof Error ? error.message : String(error);
  });
  return loaded;
}

/** Where the browser lacks fused multiply-adds, 'fast' is what there is. */
function kernelsFor(wasmPath: string, arithmetic: Arithmetic, threads: boolean): Promise<WebAssembly.Module> {
  const wanted = loadKernels(wasmPath, arithmetic, threads);
  return arithmetic === 'fast' ? wanted.catch(() => loadKernels(wasmPath, 'reproducible', threads)) : wanted;
}
