import { withBuffers } from '../../program/instruction.ts';
import type { Instruction } from '../../program/instruction.ts';
import { planMemory } from '../../program/plan.ts';
import type { Program } from '../../program/program.ts';
import type { Parts } from '../../turns.ts';
import { encode, Flag, scratchOf, workOf } from '../encode.ts';
import { barrierBytes } from './barrier.ts';
import { meetings } from './meetings.ts';
import type { Access } from './meetings.ts';
import { segmentEnds } from './segments.ts';

/** A program in words that the kernels read, for steps that find the state in one of its two places. */
export interface Version {
  /** Where each buffer starts. */
  readonly addresses: readonly number[];
  readonly words: Int32Array;
  /** Where the words start, and where each segment ends. */
  readonly start: number;
  readonly ends: Uint32Array;
}

export interface Assembled {
  /** For even steps, and for odd ones where any of the state changes. */
  readonly versions: readonly Version[];
  /** Of the whole memory: from address 0 the barrier, then buffers, scratch memory, versions. */
  readonly bytes: number;
}

/**
 * Lays out a program's memory and encodes it. What a step leaves of the state is what the next one finds, so the two
 * places of a slot swap from step to step: there is a version for each.
 *
 * @param leastShared scalar operations from which on all threads run an instruction; above 0
 * @throws Error when two slots of the state share a place.
 */
export function* assemble(program: Program, threads: number, leastShared: number): Parts<Assembled> {
  const { buffers, instructions } = program;
  const plan = yield* planMemory(program);
  const even = plan.offsets.map((offset) => barrierBytes + offset);
  const scratch = barrierBytes + plan.bytes;
  const start = scratch + Math.ceil(scratchBytes(instructions, threads) / 64) * 64;
  const sizes = buffers.map(({ bytes }) => bytes);
  const ends = segmentEnds(instructions.map((instruction) => effort(instruction, sizes)));
  const versions: Version[] = [];
  let at = start;
  for (const addresses of placesOf(program, even)) {
    const version = yield* encoded(instructions, { addresses, sizes, scratch, start, at, ends, threads, leastShared });
    versions.push(version);
    at += version.words.byteLength;
  }
  return { versions, bytes: at };
}

/** Scalar operations of a run in instructions that threads share, which are those of so many and more. */
export const sharedWork = ({ instructions }: Program, leastShared: number): number =>
  instructions.map(workOf).reduce((sum, work) => sum + (work >= leastShared ? work : 0), 0);

/** Kernels for one thread do not tell their work; at least they touch their memory. */
const effort = (instruction: Instruction<number>, sizes: readonly number[]) =>
  [...instruction.writes, ...instruction.reads].reduce((sum, buffer) => sum + sizes[buffer]! / 4, 0) +
  workOf(instruction);

/** For the program's threads, and for one that must do without the others. */
const scratchBytes = (instructions: readonly Instruction<number>[], threads: number) =>
  instructions.reduce((most, each) => Math.max(most, scratchOf(each, 1), scratchOf(each, threads)), 0);

function placesOf({ buffers, state }: Program, even: readonly number[]): (readonly number[])[] {
  const odd = [...even];
  const taken = new Set<number>();
  for (const { name, before, after } of state) {
    for (const buffer of new Set([before, after])) {
      if (taken.has(buffer) || buffers[buffer]?.kind !== 'state') {
        throw new Error(`${name} has no place of its own in the state of this program.`);
      }
      taken.add(buffer);
    }
    odd[before] = even[after]!;
    odd[after] = even[before]!;
  }
  return state.some(({ before, after }) => before !== after) ? [even, odd] : [even];
}

interface Frame {
  readonly addresses: readonly number[];
  readonly sizes: readonly number[];
  /** Where the scratch memory starts, which ends where the first version starts. */
  readonly scratch: number;
  readonly start: number;
  /** Where this version starts. */
  readonly at: number;
  readonly ends: readonly number[];
  readonly threads: number;
  readonly leastShared: number;
}

function* encoded(instructions: readonly Instruction<number>[], frame: Frame): Parts<Version> {
  const { addresses, sizes, scratch, start, at, ends, threads, leastShared } = frame;
  const access = (writes: boolean) => (buffer: number) => {
    const from = addresses[buffer]!;
    return { from, end: from + sizes[buffer]!, writes };
  };
  const steps: { readonly parallel: boolean; readonly accesses: readonly Access[] }[] = [];
  for (const instruction of instructions) {
    const accesses: Access[] = [...instruction.writes.map(access(true)), ...instruction.reads.map(access(false))];
    if (scratchOf(instruction, threads) > 0) {
      accesses.push({ from: scratch, end: start, writes: true });
    }
    steps.push({ parallel: workOf(instruction) >= leastShared, accesses });
    yield;
  }
  const meets = meetings(steps);
  yield;
  const parts: Int32Array[] = [];
  for (const [index, instruction] of instructions.entries()) {
    const flags = (steps[index]!.parallel ? Flag.parallel : 0) | (meets[index] ? Flag.waitBefore : 0);
    parts.push(
      encode(
        withBuffers(instruction, (buffer) => addresses[buffer]!),
        scratch,
        flags,
      ),
    );
    yield;
  }
  const words = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  const after: number[] = [];
  let length = 0;
  for (const part of parts) {
    words.set(part, length);
    length += part.length;
    after.push(at + 4 * length);
  }
  return { addresses, words, start: at, ends: Uint32Array.from(ends, (count) => after[count - 1]!) };
}
