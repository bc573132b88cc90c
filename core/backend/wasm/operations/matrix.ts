import type { Parameters } from '../../program/instruction.ts';
import type { TraitsOf } from './traits.ts';

type Convolution = Parameters<'convFilter'>;

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** Bytes of what `assembly/workspace.ts` lays out for each thread. */
function workspaces(threads: number, columns: number, taps: number, zeros: number): number {
  const head = 1024;
  const panel = 768 * 6 * 4;
  const block = 2 ** 17 * 4;
  const each = head + aligned(4 * (columns + 8)) + aligned(12 * taps) + aligned(4 * zeros) + panel + block;
  // The workspaces start at a multiple of 64.
  return 64 + threads * each;
}

const convolutionWork = (p: Convolution) =>
  2 * p.batch * p.outHeight * p.outWidth * p.outChannels * p.filterHeight * p.filterWidth * p.inChannels;

function convolutionScratch(p: Convolution, threads: number): number {
  const channels = Math.max(p.inChannels, p.outChannels);
  return workspaces(threads, channels, p.filterHeight * p.filterWidth, (6 + 1) * p.filterWidth * channels);
}

export const matrix: TraitsOf<'gemm' | 'conv' | 'convInput' | 'convFilter'> = {
  gemm: {
    code: 0,
    work: ({ params: { batch, m, n, k } }) => 2 * batch * m * n * k,
    scratch: ({ params }, threads) => workspaces(threads, params.n, 0, 0),
  },
  conv: {
    code: 1,
    work: ({ params }) => convolutionWork(params),
    scratch: ({ params }, threads) => convolutionScratch(params, threads),
  },
  convInput: {
    code: 2,
    work: ({ params }) => convolutionWork(params),
    scratch: ({ params }, threads) => convolutionScratch(params, threads),
  },
  convFilter: {
    code: 3,
    work: ({ params }) => convolutionWork(params),
    scratch: ({ params }, threads) => convolutionScratch(params, threads),
  },
};
