import type * as tf from '../tf.ts';
import type { Parts } from '../turns.ts';
import type { Instruction } from './instruction.ts';
import { withBuffers } from './instruction.ts';
import { clusterChains } from './passes/clusters.ts';
import { fuseEpilogues } from './passes/epilogues.ts';
import { simplify, withoutUnused } from './passes/simplify.ts';
import type { Program, ProgramBuffer, StateSlot } from './program.ts';
import type { RecordedBuffer, Recording } from './recorder.ts';
import { stepValues } from './step-tensor.ts';
import type { StepNumbers } from './step-tensor.ts';

/** A state tensor as the step found it and as it left it, by buffers of the recording. */
export interface RecordedState {
  readonly name: string;
  readonly shape: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** Numbers that a program is given before each run. */
export interface ProgramInput {
  readonly buffer: number;
  readonly numbers: StepNumbers;
  /** Room for them, used again for every run. */
  readonly values: Float32Array | Int32Array;
}

export interface BuiltProgram {
  readonly program: Program;
  readonly inputs: readonly ProgramInput[];
  /** Buffers of the results by name, one float each. */
  readonly results: Readonly<Record<string, number>>;
}

/** Makes a program of a recorded step: simplified, fused, with every state slot and result in a buffer of its own. */
export function* buildProgram(
  { buffers, instructions, results }: Recording,
  state: readonly RecordedState[],
): Parts<BuiltProgram> {
  const wanted = new Set([
    ...Object.values(results),
    ...state.filter(({ before, after }) => before !== after).map((s) => s.after),
  ]);
  const { graph, resolve } = yield* simplify({ buffers, instructions, wanted });
  const fused = yield* clusterChains(yield* fuseEpilogues(withoutUnused(graph)));
  yield;
  const ends = new Ends(fused.buffers, fused.instructions);
  const slots = state.map((slot): StateSlot => {
    const [before, after] = [resolve(slot.before), resolve(slot.after)];
    return { ...slot, before, after: after === before ? before : ends.own(after, 'state') };
  });
  const kept = Object.entries(results).map(([name, buffer]) => [name, ends.own(resolve(buffer), 'result')] as const);
  return numbered(ends, slots, Object.fromEntries(kept));
}

/** Sees to it that what a step leaves behind lies in buffers of their own. */
class Ends {
  readonly buffers: RecordedBuffer[];
  readonly instructions: Instruction<number>[];
  readonly kinds = new Map<number, 'state' | 'result'>();

  constructor(buffers: readonly RecordedBuffer[], instructions: readonly Instruction<number>[]) {
    this.buffers = [...buffers];
    this.instructions = [...instructions];
  }

  own(buffer: number, kind: 'state' | 'result'): number {
    const { origin, size } = this.buffers[buffer]!;
    let own = buffer;
    if (origin.kind !== 'instruction' || this.kinds.has(buffer)) {
      own = this.buffers.push({ origin: { kind: 'instruction' }, dtype: 'float32', size }) - 1;
      const chain = {
        size,
        loads: [{ dtype: 'float32', repeat: 1, period: size }],
        steps: [{ code: 'identity', a: 0 }],
        stores: [{ register: 1, dtype: 'float32' }],
      } as const;
      this.instructions.push({ op: 'chain', params: {}, chain, reads: [buffer], writes: [own] });
    }
    this.kinds.set(own, kind);
    return own;
  }
}

/** Gives the buffers that are left numbers from 0. */
function numbered(
  { buffers, instructions, kinds }: Ends,
  slots: readonly StateSlot[],
  results: Readonly<Record<string, number>>,
): BuiltProgram {
  const used = new Set(Object.values(results));
  for (const { before, after } of slots) used.add(before).add(after);
  for (const { reads, writes } of instructions) for (const buffer of [...reads, ...writes]) used.add(buffer);
  const order = [...used].sort((a, b) => a - b);
  const number = new Map(order.map((buffer, index) => [buffer, index]));
  const renamed = (buffer: number): number => number.get(buffer)!;
  const inputs = order.flatMap((buffer) => {
    const { origin, dtype, size } = buffers[buffer]!;
    if (origin.kind !== 'input') return [];
    const values = stepValues(dtype === 'int32' ? 'int32' : 'float32', size);
    return [{ buffer: renamed(buffer), numbers: origin.numbers, values }];
  });
  const program: Program = {
    buffers: order.map((buffer): ProgramBuffer => {
      const { origin, dtype, size } = buffers[buffer]!;
      const bytes = size * bytesOf(dtype);
      if (origin.kind === 'constant') return { bytes, kind: 'constant', values: origin.values };
      return { bytes, kind: origin.kind === 'instruction' ? (kinds.get(buffer) ?? 'temporary') : origin.kind };
    }),
    instructions: instructions.map((instruction) => withBuffers(instruction, renamed)),
    state: slots.map((slot) => ({ ...slot, before: renamed(slot.before), after: renamed(slot.after) })),
  };
  const named = Object.entries(results).map(([name, buffer]) => [name, renamed(buffer)] as const);
  return { program, inputs, results: Object.fromEntries(named) };
}

const bytesOf = (dtype: tf.DataType): number => (dtype === 'bool' ? 1 : 4);
