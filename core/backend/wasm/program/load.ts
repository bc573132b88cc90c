import type { Program } from '../../program/program.ts';
import { loadKernels } from '../kernel-files.ts';
import type { Arithmetic } from '../kernel-files.ts';
import { allocate } from './memory.ts';
import { assemble } from './assemble.ts';
import { WasmProgram } from './wasm-program.ts';

export interface LoadOptions {
  /** URL (in Node: file path) of the folder of the compiled kernels. */
  readonly wasmPath: string;
  readonly arithmetic: Arithmetic;
  /** Bytes that the program may take. */
  readonly budget?: number;
}

/**
 * Gives a program memory of its own in WebAssembly.
 * @throws OutOfMemoryError when it does not fit; nothing was allocated then.
 */
export async function loadProgram(
  program: Program,
  { wasmPath, arithmetic, budget }: LoadOptions,
): Promise<WasmProgram> {
  const module = await kernelsFor(wasmPath, arithmetic);
  const assembled = assemble(program, 1);
  return new WasmProgram(program, assembled, allocate(assembled.bytes, false, budget), module);
}

/** Where the browser lacks fused multiply-adds, 'fast' is what there is. */
function kernelsFor(wasmPath: string, arithmetic: Arithmetic): Promise<WebAssembly.Module> {
  const wanted = loadKernels(wasmPath, arithmetic);
  return arithmetic === 'fast' ? wanted.catch(() => loadKernels(wasmPath, 'reproducible')) : wanted;
}
