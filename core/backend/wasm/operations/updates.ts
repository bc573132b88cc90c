import { normBlock } from '../../fused/norm.ts';
import type { TraitsOf } from './traits.ts';

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Blocks that the kernel of `norm` sums by themselves, each into a double. */
const normBlocks = (sizes: readonly number[]): number => sum(sizes.map((size) => Math.ceil(size / normBlock)));

export const updates: TraitsOf<'normForward' | 'normBackward' | 'optimise' | 'average' | 'norm' | 'philox'> = {
  normForward: { code: 18 },
  normBackward: { code: 19 },
  optimise: { code: 20, work: ({ sizes }) => 10 * sum(sizes) },
  average: { code: 21, work: ({ sizes }) => 3 * sum(sizes) },
  norm: { code: 22, work: ({ sizes }) => 2 * sum(sizes), scratch: ({ sizes }) => 8 * normBlocks(sizes) },
  philox: { code: 23, work: ({ params }) => (params.kind === 1 ? 40 : 15) * params.size },
};
