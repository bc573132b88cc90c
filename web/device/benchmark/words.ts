import type { KernelFigure, StepFigure } from '../../../core/benchmark/report.ts';
import { formatCount, formatNumber } from '../../common/format.ts';

export const backendNames: Readonly<Record<StepFigure['backend'], string>> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'JavaScript',
  native: 'native',
};

const variantNames: Readonly<Record<StepFigure['variant'], string>> = {
  fast: 'fast',
  reproducible: 'reproducible',
  eager: 'operation by operation',
  stock: 'stock TensorFlow.js',
  pytorch: 'PyTorch',
};

/** What the games and steps are; the names are those of the report. */
export const gameTitles: Readonly<Record<string, string>> = {
  'toy ring': 'Small GAN on points',
  'toy-mlp-gan': 'Dense GAN on points, batch 512',
  'mlp-vae': 'Dense VAE on 28 × 28 pixels, batch 128',
  dcgan28: 'DCGAN on 28 × 28 pixels, batch 64',
  'wgan-gp28': 'DCGAN with a WGAN-GP critic, batch 64',
  'conv-vae32': 'Convolutional VAE on 32 × 32 pixels, batch 64',
  unet64: 'U-Net GAN on 64 × 64 pixels, batch 8',
};

/** How a step was executed, e.g. `WebAssembly, fast, 4 threads`. */
export const howStep = ({ variant, backend, threads }: StepFigure): string =>
  [backendNames[backend], variantNames[variant], ...threadWords(backend, threads)].join(', ');

export const howKernel = ({ arithmetic, backend, threads }: KernelFigure): string =>
  [backendNames[backend], arithmetic, ...threadWords(backend, threads)].join(', ');

export const rate = (stepsPerSecond: number): string =>
  stepsPerSecond >= 1000 ? formatCount(stepsPerSecond) : formatNumber(stepsPerSecond, 3);
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** A graphics processor has no threads to count. */
function threadWords(backend: StepFigure['backend'], threads: number): readonly string[] {
  return backend === 'webgpu' ? [] : [`${threads} thread${threads === 1 ? '' : 's'}`];
}
