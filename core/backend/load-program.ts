import type { LoadedProgram, Program } from './program/program.ts';
import type { Arithmetic } from './wasm/kernel-files.ts';
import { loadProgram } from './wasm/program/load.ts';
import { wasmFolder } from './wasm/start.ts';
import { loadWebGpuProgram } from './webgpu/program/load.ts';
import * as tf from './tf.ts';

/** Gives a program memory and kernels. @throws Error in plain words when there is not enough memory. */
export type ProgramLoader = (program: Program) => Promise<LoadedProgram>;

/** Loads programs for the current backend; undefined where it has no kernels for them. */
export function programLoader(arithmetic: Arithmetic): ProgramLoader | undefined {
  if (tf.getBackend() === 'webgpu') {
    const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
    return (program) => loadWebGpuProgram(program, device);
  }
  const wasmPath = wasmFolder();
  return wasmPath === undefined ? undefined : (program) => loadProgram(program, { wasmPath, arithmetic });
}
