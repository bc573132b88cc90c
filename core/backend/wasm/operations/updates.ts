import { normBlock } from '../../fused/norm.ts';
import type { InstructionOf } from '../../program/instruction.ts';
import type { TraitsOf } from './traits.ts';

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Blocks that the kernel of `norm` sums by themselves, each into a double. */
const normBlocks = (sizes: readonly number[]): number => sum(sizes.map((size) => Math.ceil(size / normBlock)));

type Norm = InstructionOf<'normForward' | 'normBackward', unknown>;

/** Rows that are summed by themselves, and columns to the next whole vector: see `../assembly/column-sums.ts`. */
const blocksOf = ({ params }: Norm): number => Math.ceil(params.rows / 64);
const paddedColumns = ({ params }: Norm): number => Math.ceil(params.columns / 4) * 4;

/** Batch norm: means and squares of each block as doubles, a factor for each column. Layer norm: scale and shift of a row. */
function forwardScratch(instruction: Norm): number {
  const columns = paddedColumns(instruction);
  return instruction.params.layer ? 8 * columns : (16 * blocksOf(instruction) + 4) * columns;
}

/** Two sums of each block; then three factors for each column (batch norm), or a row of scales and a factor a row. */
function backwardScratch(instruction: Norm): number {
  const columns = paddedColumns(instruction);
  const { layer, rows } = instruction.params;
  return 8 * blocksOf(instruction) * columns + (layer ? 4 * columns + 4 * rows : 12 * columns);
}

export const updates: TraitsOf<'normForward' | 'normBackward' | 'optimise' | 'average' | 'norm' | 'philox'> = {
  normForward: { code: 18, work: ({ params }) => 10 * params.rows * params.columns, scratch: forwardScratch },
  normBackward: { code: 19, work: ({ params }) => 16 * params.rows * params.columns, scratch: backwardScratch },
  optimise: { code: 20, work: ({ sizes }) => 10 * sum(sizes) },
  average: { code: 21, work: ({ sizes }) => 3 * sum(sizes) },
  norm: { code: 22, work: ({ sizes }) => 2 * sum(sizes), scratch: ({ sizes }) => 8 * normBlocks(sizes) },
  philox: { code: 23, work: ({ params }) => (params.kind === 1 ? 40 : 15) * params.size },
};
