import type { Instruction } from './instruction.ts';
import { lifetimes } from './lifetimes.ts';
import type { Program } from './program.ts';
import type { Parts } from '../turns.ts';

/** Where a program's buffers lie. */
export interface Plan {
  /** Where each buffer starts, in bytes. */
  readonly offsets: readonly number[];
  /** From here on lies what temporaries share; before it, what has memory of its own. */
  readonly ownBytes: number;
  /** Of everything. */
  readonly bytes: number;
}

export interface PlanOptions {
  /** Offsets are multiples of it, in bytes. */
  readonly alignment?: number;
  /** Whether a chain may write over a tensor that it is the last to read. WebGPU forbids it. */
  readonly inPlace?: boolean;
}

/** Temporaries that follow each other in the same memory. */
interface Block {
  readonly buffers: number[];
  readonly bytes: number;
  readonly first: number;
  last: number;
  offset: number;
}

/**
 * Gives every buffer its place: temporaries share memory where their lifetimes allow it, everything else has memory of
 * its own. Largest first, each at the lowest offset where it meets no other (Pisarchyk and Lee, Efficient memory
 * management for deep neural net inference, 2020).
 * @throws Error for a program that is not in order; see `lifetimes`.
 */
export function* planMemory(program: Program, { alignment = 64, inPlace = true }: PlanOptions = {}): Parts<Plan> {
  const { buffers } = program;
  const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
  const offsets = buffers.map(() => 0);
  let ownBytes = 0;
  buffers.forEach(({ kind, bytes }, buffer) => {
    if (kind === 'temporary') return;
    offsets[buffer] = ownBytes;
    ownBytes += aligned(bytes);
  });
  const placed: Block[] = [];
  let bytes = ownBytes;
  for (const block of blocksOf(program, inPlace).sort((a, b) => b.bytes - a.bytes || a.first - b.first)) {
    const size = aligned(block.bytes);
    let offset = ownBytes;
    // Kept in the order of their offsets, so the first gap that is wide enough is the lowest.
    for (const other of placed) {
      if (other.last < block.first || block.last < other.first) continue;
      if (other.offset >= offset + size) break;
      offset = Math.max(offset, other.offset + aligned(other.bytes));
    }
    block.offset = offset;
    for (const buffer of block.buffers) offsets[buffer] = offset;
    bytes = Math.max(bytes, offset + size);
    if (size > 0) insert(placed, block);
    yield;
  }
  return { offsets, ownBytes, bytes };
}

function insert(placed: Block[], block: Block): void {
  const next = placed.findIndex(({ offset }) => offset > block.offset);
  placed.splice(next < 0 ? placed.length : next, 0, block);
}

/** Temporaries in blocks of those that take over each other's memory. */
function blocksOf(program: Program, inPlace: boolean): Block[] {
  const { buffers, instructions } = program;
  const lives = lifetimes(program);
  const blocks = new Map<number, Block>();
  instructions.forEach((instruction, at) => {
    const taken = new Set<number>();
    for (const buffer of instruction.writes) {
      const { kind, bytes } = buffers[buffer]!;
      if (kind !== 'temporary') continue;
      const dying = inPlace && bytes > 0 ? replaceable(program, instruction, buffer) : [];
      const { last } = lives[buffer]!;
      const from = dying.find((other) => lives[other]!.last === at && !taken.has(other));
      if (from !== undefined) taken.add(from);
      const block = blocks.get(from ?? buffer) ?? { buffers: [], bytes, first: at, last, offset: 0 };
      block.buffers.push(buffer);
      block.last = last;
      blocks.set(buffer, block);
    }
  });
  return [...new Set(blocks.values())];
}

/** Temporaries that a chain could write this result over: it reads element i of them for element i of the result only. */
function replaceable({ buffers }: Program, instruction: Instruction<number>, result: number): number[] {
  if (instruction.op !== 'chain') return [];
  const { chain, reads, writes } = instruction;
  if (chain.stores[writes.indexOf(result)]!.dtype === 'bool') return [];
  const whole = chain.loads.map(
    ({ dtype, repeat, period }) => dtype === 'float32' && repeat === 1 && period === chain.size,
  );
  return reads.filter(
    (buffer) =>
      buffers[buffer]!.kind === 'temporary' &&
      buffers[buffer]!.bytes === buffers[result]!.bytes &&
      reads.every((other, index) => other !== buffer || whole[index]),
  );
}
