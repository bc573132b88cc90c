import { planMemory } from '../../program/plan.ts';
import type { Program } from '../../program/program.ts';
import type { Parts } from '../../turns.ts';
import type { Dispatch } from './dispatch.ts';
import { dispatchesOf } from './shaders.ts';

/** A program as dispatches over one arena. */
export interface Arena {
  readonly dispatches: readonly Dispatch<number>[];
  /** Where each buffer starts, in elements of four bytes: for even steps and, where any of the state changes, odd ones. */
  readonly versions: readonly (readonly number[])[];
  /** Elements of each buffer. */
  readonly sizes: readonly number[];
  /** Where the memory starts that dispatches share between them, in elements. */
  readonly scratch: number;
  readonly bytes: number;
  /** Which buffers hold bool, in one byte outside and in four here. */
  readonly bools: ReadonlySet<number>;
}

/** Offsets are multiples of it, in bytes: vectors of four elements, and lines of caches. */
const alignment = 64;

/**
 * Lays out a program in one arena. What a step leaves of the state is what the next one finds, so the two places of a
 * slot swap from step to step.
 */
export function* layOut(program: Program): Parts<Arena> {
  const bools = boolsOf(program);
  const buffers = program.buffers.map((buffer, n) => ({
    ...buffer,
    bytes: bools.has(n) ? buffer.bytes * 4 : Math.ceil(buffer.bytes / 4) * 4,
  }));
  const plan = yield* planMemory({ ...program, buffers }, { alignment });
  const even = plan.offsets.map((offset) => offset / 4);
  const odd = [...even];
  for (const { before, after } of program.state) {
    odd[before] = even[after]!;
    odd[after] = even[before]!;
  }
  const dispatches = program.instructions.flatMap((instruction) => dispatchesOf(instruction));
  const scratch = Math.ceil(plan.bytes / alignment) * (alignment / 4);
  const most = dispatches.reduce((elements, dispatch) => Math.max(elements, dispatch.scratch), 0);
  return {
    dispatches,
    versions: program.state.some(({ before, after }) => before !== after) ? [even, odd] : [even],
    sizes: buffers.map(({ bytes }) => bytes / 4),
    scratch,
    bytes: Math.max(alignment, Math.ceil((scratch + most) / 4) * 16),
    bools,
  };
}

/** The buffers that instructions take for bool. */
function boolsOf({ buffers, instructions }: Program): ReadonlySet<number> {
  const bools = new Set<number>();
  const add = (all: readonly number[]) => all.forEach((buffer) => bools.add(buffer));
  for (const instruction of instructions) {
    const { op, reads, writes } = instruction;
    if (op === 'chain') {
      add(reads.filter((_, n) => instruction.chain.loads[n]!.dtype === 'bool'));
      add(writes.filter((_, n) => instruction.chain.stores[n]!.dtype === 'bool'));
    } else if ((op === 'copy' || op === 'concat') && instruction.params.bytes === 1) add([...reads, ...writes]);
  }
  buffers.forEach(({ values }, n) => {
    if (values instanceof Uint8Array) bools.add(n);
  });
  return bools;
}
