import type { BenchmarkReport, KernelFigure, StepFigure } from '../../core/benchmark/report.ts';
import type { BenchmarkRequest } from '../../worker/protocol/benchmark.ts';

const objectives = ['minimax', 'non-saturating', 'W-clip', 'WGAN-GP', 'least squares'];

/** Milliseconds a step of a plausible laptop: fast, one thread. */
const steps = {
  'toy-mlp-gan': 6.4,
  'mlp-vae': 11.8,
  dcgan28: 214,
  'wgan-gp28': 236,
  'conv-vae32': 70.2,
  unet64: 259,
};
const kernels = ['gemm nn 512x512x512', 'gemm nt 512x512x512', 'conv forward 64x14x14x64 4x4/2 128'];

/** What a fake benchmark says it does, part by part. */
export function fakeStages({ backends }: BenchmarkRequest): readonly string[] {
  return ['the peak of the processor', ...kernels, ...backends.flatMap((b) => objectives.map((o) => `${o} on ${b}`))];
}

/** A plausible report of a device `pace` times as fast as a laptop, of which a share has been measured. */
export function fakeReport({ name, backends }: BenchmarkRequest, pace = 1, share = 1): BenchmarkReport {
  const wasm = backends.includes('wasm');
  return {
    version: 1,
    machine: {
      name,
      userAgent: navigator.userAgent,
      cores: 8,
      gpu: backends.includes('webgpu') ? 'Fake Graphics 4000' : null,
    },
    peak: { plain: 24.8 * pace, relaxed: 49.1 * pace },
    kernels: firstOf(
      share,
      wasm ? kernels.flatMap((kernel, i) => kernelFigures(kernel, pace * (0.84 - 0.05 * i))) : [],
    ),
    steps: firstOf(
      share,
      backends.flatMap((backend) => [
        ...Object.entries(steps).flatMap(([step, ms]) => stepFigures(step, ms / pace, backend)),
        ...objectives.flatMap((objective, i) => [
          ...stepFigures(`toy ring, ${objective}`, (0.42 + 0.07 * i) / pace, backend),
          ...stepFigures(`dcgan28, ${objective}`, (205 + 14 * i) / pace, backend),
        ]),
      ]),
    ),
  };
}

function kernelFigures(name: string, share: number): readonly KernelFigure[] {
  return [
    { name, backend: 'wasm', arithmetic: 'fast', threads: 1, gflops: 49.1 * share, share: Math.min(1, share) },
    { name, backend: 'wasm', arithmetic: 'reproducible', threads: 1, gflops: 24.8 * share, share: Math.min(1, share) },
  ];
}

function stepFigures(name: string, ms: number, backend: 'wasm' | 'webgpu'): readonly StepFigure[] {
  if (backend === 'webgpu') {
    const large = ms > 20;
    return [{ name, variant: 'fast', backend, threads: 1, ms: large ? ms / 9 : ms * 2.6, dispatches: 61, hostMs: 0.4 }];
  }
  return [
    { name, variant: 'fast', backend, threads: 1, ms, dispatches: 312 },
    { name, variant: 'fast', backend, threads: 4, ms: ms / (ms > 20 ? 3.3 : 1.1), dispatches: 312 },
    { name, variant: 'reproducible', backend, threads: 1, ms: ms * 1.28, dispatches: 312 },
    { name, variant: 'eager', backend, threads: 1, ms: ms * 1.9, dispatches: 780 },
  ];
}

const firstOf = <T>(share: number, figures: readonly T[]): readonly T[] =>
  figures.slice(0, Math.round(figures.length * share));
