import type { Arithmetic } from '../backend/wasm/kernel-files.ts';

/** Speed of one kernel. */
export interface KernelFigure {
  /** e.g. `gemm nn 512x512x512`, `conv input gradient 64x14x14x64 4x4/2 128`. */
  readonly name: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly arithmetic: Arithmetic;
  readonly threads: number;
  /** Billions of floating-point operations a second, a multiply-add being two; median. */
  readonly gflops: number;
  /** Of the peak of that arithmetic and as many threads; null where no peak was measured. */
  readonly share: number | null;
}

/** Time of one training step. */
export interface StepFigure {
  /** e.g. `dcgan28`, `toy ring, WGAN-GP`. */
  readonly name: string;
  /** How: replayed with either arithmetic, eagerly (reproducible), by stock tfjs, by PyTorch. */
  readonly variant: 'fast' | 'reproducible' | 'eager' | 'stock' | 'pytorch';
  readonly backend: 'wasm' | 'webgpu' | 'cpu' | 'native';
  readonly threads: number;
  /** Milliseconds, median. Null when it could not be measured; `note` says why. */
  readonly ms: number | null;
  /** Instructions or GPU dispatches of a step. */
  readonly dispatches?: number;
  /** Time that the host is busy, ms. */
  readonly hostMs?: number;
  /** Bytes of JavaScript heap allocated a step. */
  readonly allocated?: number;
  /** Memory of the program, or of the tfjs heap for eager. */
  readonly memory?: number;
  readonly note?: string;
}

export interface Machine {
  /** As the person calls it, or the platform. */
  readonly name: string;
  readonly userAgent: string;
  readonly cores: number;
  readonly gpu: string | null;
}

/** What a benchmark found, side by side in one run on one machine. */
export interface BenchmarkReport {
  readonly version: 1;
  readonly machine: Machine;
  /** Multiply-adds in registers alone, billions of floating-point operations a second on one thread. */
  readonly peak: { readonly plain: number; readonly relaxed: number | null };
  readonly kernels: readonly KernelFigure[];
  readonly steps: readonly StepFigure[];
}
