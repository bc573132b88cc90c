/** The toy GAN at batch 64 with hidden layers of 32, which is nothing but overhead. */
export const ringStep = 'toy ring, non-saturating';

/** Steps that are compared with PyTorch and stock TensorFlow.js. */
export const benchmarkNames: readonly string[] = [
  'toy-mlp-gan',
  'mlp-vae',
  'dcgan28',
  'wgan-gp28',
  'conv-vae32',
  'unet64',
  ringStep,
];

/** How long what is measured for, milliseconds, and how often. */
export interface Plan {
  /** Rounds of ours and PyTorch, in turn. */
  readonly rounds: number;
  /** Ours, for one step in one round. */
  readonly stepMs: number;
  readonly eagerMs: number;
  readonly pytorchMs: number;
  readonly stockMs: number;
  readonly kernelMs: number;
  /** Of the evaluation: images on each side, and how often. */
  readonly evaluation: { readonly samples: number; readonly rounds: number };
  /** Names of the kernels; all where left out. */
  readonly kernels?: readonly string[];
}

export const thorough: Plan = {
  rounds: 3,
  stepMs: 6000,
  eagerMs: 4000,
  pytorchMs: 3000,
  stockMs: 20_000,
  kernelMs: 60_000,
  evaluation: { samples: 10_000, rounds: 3 },
};

/** For a look, and for tests. */
export const quick: Plan = {
  rounds: 1,
  stepMs: 1500,
  eagerMs: 500,
  pytorchMs: 500,
  stockMs: 1000,
  kernelMs: 2000,
  evaluation: { samples: 2000, rounds: 1 },
  kernels: ['gemm nn 512x512x512', 'conv forward 64x14x14x64 4x4/2 128'],
};

/** What `--quick` measures unless steps are named. */
export const quickNames: readonly string[] = ['toy-mlp-gan', ringStep];
