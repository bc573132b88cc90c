import type { BenchmarkOptions } from '../../core/benchmark/options.ts';

/** How evaluation is to be timed: on WebAssembly, between the digits to train with and the held-out ones. */
export interface EvaluationSpeedRequest {
  /** Examples on each side. */
  readonly samples: number;
  readonly rounds: number;
}

/** Backends that a benchmark can measure. */
export type BenchmarkBackend = BenchmarkOptions['backends'][number];

/** What a benchmark is asked to do; what is left out is all that there is. */
export interface BenchmarkRequest extends Omit<BenchmarkOptions, 'wasmPath' | 'onProgress' | 'signal'> {
  /** The device, as the person calls it. */
  readonly name: string;
}
