import type { InstructionOf } from '../../program/instruction.ts';
import { planBytes, planConvolution } from './convolution.ts';
import type { Pass } from './convolution.ts';
import type { TraitsOf } from './traits.ts';

type Convolution = InstructionOf<Pass, unknown>;

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

/** What the three passes of a convolution have in common. */
const convolution = {
  work: ({ params: p }: Convolution) =>
    2 * p.batch * p.outHeight * p.outWidth * p.outChannels * p.filterHeight * p.filterWidth * p.inChannels,
  scratch: ({ op, params: p }: Convolution, threads: number) => {
    const channels = Math.max(p.inChannels, p.outChannels);
    const taps = p.filterHeight * p.filterWidth;
    return planBytes(op, p, threads) + workspaces(threads, channels, taps, (6 + 1) * p.filterWidth * channels);
  },
  body: ({ op, params }: Convolution) => {
    const { way, images, pixelBytes, resultBytes, roomBytes } = planConvolution(op, params);
    return Int32Array.of(way, images, pixelBytes, resultBytes, roomBytes);
  },
};

export const matrix: TraitsOf<'gemm' | 'conv' | 'convInput' | 'convFilter'> = {
  gemm: {
    code: 0,
    work: ({ params: { batch, m, n, k } }) => 2 * batch * m * n * k,
    scratch: ({ params }, threads) => workspaces(threads, params.n, 0, 0),
  },
  conv: { code: 1, ...convolution },
  convInput: { code: 2, ...convolution },
  convFilter: { code: 3, ...convolution },
};
