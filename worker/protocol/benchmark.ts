import type { BenchmarkOptions } from '../../core/benchmark/options.ts';

/** Backends that a benchmark can measure. */
export type BenchmarkBackend = BenchmarkOptions['backends'][number];

/** What a benchmark is asked to do; what is left out is all that there is. */
export interface BenchmarkRequest extends Omit<BenchmarkOptions, 'wasmPath' | 'onProgress' | 'signal'> {
  /** The device, as the person calls it. */
  readonly name: string;
}
