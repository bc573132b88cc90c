import type { BenchmarkReport, StepFigure } from './report.ts';

/** Variants of a step that core itself can run. */
export type OwnVariant = Exclude<StepFigure['variant'], 'stock' | 'pytorch'>;

export interface BenchmarkOptions {
  /** The device, as the person calls it. */
  readonly name?: string;
  readonly backends: readonly ('wasm' | 'webgpu')[];
  /** About how long to measure in all, milliseconds. What does not fit is left out, and its note says so. */
  readonly budgetMs: number;
  /** URL (in Node: file path) of the folder of the WebAssembly files. */
  readonly wasmPath: string;
  /** Names of kernels, as in the report; left out: all of them. */
  readonly kernels?: readonly string[];
  /** Names of steps, as in the report; left out: the reference steps, then every objective. */
  readonly steps?: readonly string[];
  /** Left out: fast and reproducible. */
  readonly variants?: readonly OwnVariant[];
  /** Numbers of threads to measure with; left out: one, and as many as there are cores where memory can be shared. */
  readonly threads?: readonly number[];
  /** Examples in the batch of every step, where counting dispatches matters and time does not. */
  readonly batch?: number;
  readonly onProgress?: (progress: BenchmarkProgress) => void;
  /** Ends the benchmark with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How far a benchmark is. */
export interface BenchmarkProgress {
  /** 0 to 1. */
  readonly done: number;
  /** What is being measured, e.g. `toy ring, WGAN-GP on WebGPU`. */
  readonly what: string;
  /** What has been found so far. */
  readonly report: BenchmarkReport;
}
