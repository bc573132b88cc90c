import type { BenchmarkRequest } from '../../../worker/protocol/benchmark.ts';

type Amount = Pick<BenchmarkRequest, 'budgetMs' | 'kernels' | 'steps'>;

const objectives = ['minimax', 'non-saturating', 'W-clip', 'WGAN-GP', 'least squares'];

/** What each length measures. A minute is enough for one of each kind, and for every objective on the small GAN. */
export const lengths = {
  short: {
    budgetMs: 60_000,
    kernels: [
      'gemm nn 512x512x512',
      'gemm nt 512x512x512',
      'gemm tn 512x512x512',
      'conv forward 64x14x14x64 4x4/2 128',
      'conv input gradient 64x14x14x64 4x4/2 128',
      'conv filter gradient 64x14x14x64 4x4/2 128',
    ],
    steps: ['toy-mlp-gan', 'mlp-vae', 'dcgan28', ...objectives.map((objective) => `toy ring, ${objective}`)],
  },
  full: { budgetMs: 300_000 },
} as const satisfies Readonly<Record<string, Amount>>;
