import type { Load } from '../chain.ts';
import { textOf } from '../instruction.ts';
import type { Instruction } from '../instruction.ts';
import type { RecordedBuffer } from '../recorder.ts';
import type { Parts } from '../../turns.ts';
import type { ChainInstruction, Graph } from './graph.ts';
import { isPlain, singleStep } from './graph.ts';

/** A graph and the buffers of the one before that are now called otherwise. */
export interface Simplified {
  readonly graph: Graph;
  resolve(buffer: number): number;
}

/**
 * Does once what was done several times (the generator's forward pass for both players, say), and leaves out what
 * changes nothing: copies, products with 1, tensors of equal numbers where one number will do. A derivative of relu or
 * leakyRelu is taken from the result, which is kept anyway, rather than from the argument. Every bit stays the same.
 */
export function* simplify(graph: Graph): Parts<Simplified> {
  const state = new Simplification(graph.buffers);
  for (const instruction of graph.instructions) {
    state.take(instruction);
    yield;
  }
  const resolve = (buffer: number) => state.resolve(buffer);
  return {
    graph: {
      buffers: state.buffers,
      instructions: state.instructions,
      wanted: new Set([...graph.wanted].map(resolve)),
    },
    resolve,
  };
}

class Simplification {
  readonly buffers: RecordedBuffer[];
  readonly instructions: Instruction<number>[] = [];
  readonly #renamed = new Map<number, number>();
  readonly #done = new Map<string, readonly number[]>();
  /** Buffers whose elements are all one number. */
  readonly #uniform = new Map<number, number>();
  readonly #scalars = new Map<string, number>();
  /** The result of relu (slope 0) or leakyRelu by argument and slope. */
  readonly #rectified = new Map<string, number>();

  constructor(buffers: readonly RecordedBuffer[]) {
    this.buffers = [...buffers];
    buffers.forEach(({ origin, dtype }, buffer) => {
      if (origin.kind !== 'constant' || dtype !== 'float32') return;
      const [first] = origin.values;
      if (first !== undefined && origin.values.every((value) => Object.is(value, first))) {
        this.#uniform.set(buffer, first);
      }
    });
  }

  resolve(buffer: number): number {
    return this.#renamed.get(buffer) ?? buffer;
  }

  take(original: Instruction<number>): void {
    const renamed = { ...original, reads: original.reads.map((buffer) => this.resolve(buffer)) };
    if (renamed.op === 'fill') this.#uniform.set(renamed.writes[0]!, Math.fround(renamed.params.value));
    const instruction = renamed.op === 'chain' ? this.#rectifiedBy(this.#scalarLoads(renamed)) : renamed;
    const same = this.#unchanged(instruction);
    if (same !== undefined) {
      this.#renamed.set(instruction.writes[0]!, same);
      return;
    }
    const { writes, ...what } = instruction;
    const key = textOf(what);
    const before = this.#done.get(key);
    if (before !== undefined) {
      writes.forEach((buffer, index) => this.#renamed.set(buffer, before[index]!));
      return;
    }
    this.#done.set(key, writes);
    this.instructions.push(instruction);
    this.#remember(instruction);
  }

  /** Reads one number where a tensor of equal ones was read. */
  #scalarLoads(instruction: ChainInstruction): ChainInstruction {
    const loads: Load[] = [];
    const reads: number[] = [];
    instruction.chain.loads.forEach((load, index) => {
      const buffer = instruction.reads[index]!;
      const value = this.#uniform.get(buffer);
      const scalar = value !== undefined && load.dtype === 'float32' && instruction.chain.size > 1;
      reads.push(scalar ? this.#scalar(value) : buffer);
      loads.push(scalar ? { dtype: 'float32', repeat: 1, period: 1 } : load);
    });
    return { ...instruction, reads, chain: { ...instruction.chain, loads } };
  }

  #scalar(value: number): number {
    // As a key a number would take -0 for 0; a product may not.
    const key = Object.is(value, -0) ? '-0' : String(value);
    let buffer = this.#scalars.get(key);
    if (buffer === undefined) {
      const origin = { kind: 'constant', values: Float32Array.of(value) } as const;
      buffer = this.buffers.push({ origin, dtype: 'float32', size: 1 }) - 1;
      this.#scalars.set(key, buffer);
      this.#uniform.set(buffer, value);
    }
    return buffer;
  }

  /** `step(x, slope)` is `step(y, slope)` for y = relu(x) or leakyRelu(x), NaN included. */
  #rectifiedBy(instruction: ChainInstruction): ChainInstruction {
    const step = singleStep(instruction)?.steps[0];
    if (step?.code !== 'step') return instruction;
    const result = this.#rectified.get(`${instruction.reads[step.a]} ${step.p ?? 0}`);
    if (result === undefined || !isPlain(instruction.chain.loads[step.a]!, instruction.chain.size)) return instruction;
    return { ...instruction, reads: [result] };
  }

  #remember(instruction: Instruction<number>): void {
    const chain = singleStep(instruction);
    const step = chain?.steps[0];
    if (chain === undefined || step === undefined || !isPlain(chain.loads[step.a]!, chain.size)) return;
    const slope = step.code === 'relu' ? 0 : step.code === 'leakyRelu' ? step.p! : -1;
    // Below zero a slope of its own sign is what keeps the sign of the result that of the argument.
    if (slope >= 0) this.#rectified.set(`${instruction.reads[step.a]} ${slope}`, instruction.writes[0]!);
  }

  /** The buffer whose numbers an instruction would only repeat. */
  #unchanged(instruction: Instruction<number>): number | undefined {
    const chain = singleStep(instruction);
    if (chain === undefined) return undefined;
    const { loads, size, steps } = chain;
    const [{ code, a, b }] = steps as [(typeof steps)[0]];
    const plain = (register: number) => (isPlain(loads[register]!, size) ? instruction.reads[register] : undefined);
    if (code === 'identity') return plain(a);
    if (code !== 'mul') return undefined;
    const isOne = (register: number) => this.#uniform.get(instruction.reads[register]!) === 1;
    return isOne(b!) ? plain(a) : isOne(a) ? plain(b!) : undefined;
  }
}

/** Without the instructions whose results nobody reads. */
export function withoutUnused(graph: Graph): Graph {
  const read = new Set(graph.wanted);
  const kept = [...graph.instructions].reverse().filter(({ writes, reads }) => {
    if (!writes.some((buffer) => read.has(buffer))) return false;
    for (const buffer of reads) read.add(buffer);
    return true;
  });
  return { ...graph, instructions: kept.reverse() };
}
