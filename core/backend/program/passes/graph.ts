import type { Chain, Load } from '../chain.ts';
import type { Instruction, InstructionOf } from '../instruction.ts';
import type { RecordedBuffer } from '../recorder.ts';

/** A recording on its way to a program. Passes make new ones; buffers are only ever added. */
export interface Graph {
  readonly buffers: readonly RecordedBuffer[];
  readonly instructions: readonly Instruction<number>[];
  /** Buffers that are read after the step: its results, and the state that it leaves. */
  readonly wanted: ReadonlySet<number>;
}

export type ChainInstruction = InstructionOf<'chain', number>;

/** Whether a load takes the elements of a float32 tensor one for one. */
export const isPlain = ({ dtype, repeat, period }: Load, size: number): boolean =>
  dtype === 'float32' && repeat === 1 && period === size;

/** The chain of an instruction that is one plain step, else undefined. */
export function singleStep(instruction: Instruction<number>): Chain | undefined {
  if (instruction.op !== 'chain') return undefined;
  const { chain } = instruction;
  return chain.steps.length === 1 && chain.stores.length === 1 && chain.stores[0]!.dtype === 'float32'
    ? chain
    : undefined;
}

/** How many reads each buffer has; being wanted counts as one. */
export function countReads({ instructions, wanted }: Graph): ReadonlyMap<number, number> {
  const counts = new Map<number, number>([...wanted].map((buffer) => [buffer, 1]));
  for (const { reads } of instructions) for (const buffer of reads) counts.set(buffer, (counts.get(buffer) ?? 0) + 1);
  return counts;
}
