import { instantiate, loadKernels } from '../backend/wasm/kernel-files.ts';
import type { Arithmetic } from '../backend/wasm/kernel-files.ts';
import type { Task } from './interleave.ts';

/** Floating-point operations of one round of `multiplyAddPeak`: 12 multiply-adds of 4 lanes. */
const operationsPerRound = 96;

/** Rounds of a run: some milliseconds. */
const rounds = 1_000_000;

/** A run of the loop that does nothing but multiply-adds on registers, on one thread. */
export interface PeakTask extends Task {
  /** Billions of floating-point operations a second, for the milliseconds of a run. */
  gflops(ms: number): number;
}

/** @throws Error when the kernels cannot be loaded: `fast` where the browser lacks fused multiply-adds. */
export async function peakTask(wasmPath: string, arithmetic: Arithmetic): Promise<PeakTask> {
  const module = await loadKernels(wasmPath, arithmetic);
  const { multiplyAddPeak } = instantiate(module, new WebAssembly.Memory({ initial: 1 }));
  return {
    run: () => void multiplyAddPeak(rounds),
    gflops: (ms) => (rounds * operationsPerRound) / ms / 1e6,
  };
}
