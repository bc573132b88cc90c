import type { LoadedProgram, Program } from './program/program.ts';
import * as tf from './tf.ts';
import type { Arithmetic } from './wasm/kernel-files.ts';
import { loadProgram } from './wasm/program/load.ts';
import { startThreads } from './wasm/program/threads.ts';
import type { Threads } from './wasm/program/threads.ts';
import { wasmFolder } from './wasm/start.ts';

/** Gives a program memory and kernels. @throws Error in plain words when there is not enough memory. */
export type ProgramLoader = (program: Program) => Promise<LoadedProgram>;

/** The threads that programs on WebAssembly share, once somebody asked for some. */
let threads: Promise<Threads> = Promise.resolve({ reason: '' });

/** Lets the programs that are loaded from now on share so many threads, the caller's own among them. */
export function shareAmong(count: number): void {
  const before = threads;
  threads = startThreads(count).finally(() => void before.then(({ pool }) => pool?.dispose()));
}

/** Loads programs for the current backend; undefined where it has no kernels for them. */
export function programLoader(arithmetic: Arithmetic): ProgramLoader | undefined {
  if (tf.getBackend() === 'webgpu') {
    const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
    return async (program) => (await import('./webgpu/program/load.ts')).loadWebGpuProgram(program, device);
  }
  const wasmPath = wasmFolder();
  if (wasmPath === undefined) return undefined;
  return async (program) => loadProgram(program, { wasmPath, arithmetic, threads: await threads });
}
