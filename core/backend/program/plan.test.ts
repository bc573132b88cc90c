import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chain, Load } from './chain.ts';
import type { Instruction } from './instruction.ts';
import { lifetimes } from './lifetimes.ts';
import { planMemory } from './plan.ts';
import { atOnce } from '../turns.ts';
import type { Plan, PlanOptions } from './plan.ts';
import type { Program, ProgramBuffer } from './program.ts';

const planned = (program: Program, options?: PlanOptions): Plan => atOnce(planMemory(program, options));

type Kind = ProgramBuffer['kind'];

/** A chain with a result or two from its loads, or any other instruction, here a reduction: it reads everything for each result. */
function instruction(
  buffers: readonly ProgramBuffer[],
  chained: boolean,
  write: number | readonly number[],
  reads: readonly number[],
): Instruction<number> {
  const writes = [write].flat();
  if (!chained) {
    const params = { kind: 0, outer: 1, length: 1, inner: 1 };
    return { op: 'reduce', params, writes, reads };
  }
  const size = buffers[writes[0]!]!.bytes / 4;
  const loads = reads.map((read): Load => {
    const period = buffers[read]!.bytes / 4;
    return { dtype: 'float32', repeat: 1, period };
  });
  const chain: Chain = { size, loads, steps: [], stores: writes.map(() => ({ register: 0, dtype: 'float32' })) };
  return { op: 'chain', params: {}, chain, writes, reads };
}

/** Programs that start from an input and a constant, and end in results; most buffers are temporaries. */
const programs = fc
  .array(
    fc.record({
      chained: fc.boolean(),
      size: fc.constantFrom(0, 1, 3, 16, 17, 40),
      reads: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      recent: fc.boolean(),
      twice: fc.boolean(),
      kind: fc.constantFrom<Kind>('temporary', 'temporary', 'temporary', 'temporary', 'state', 'result'),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps): Program => {
    const buffers: ProgramBuffer[] = [
      { kind: 'input', bytes: 64 },
      { kind: 'constant', bytes: 68 },
    ];
    const instructions = steps.map(({ chained, size, reads, recent, twice, kind }) => {
      const known = buffers.length;
      const from = reads.map((read) => (recent ? Math.max(0, known - 1 - (read % 4)) : read % known));
      const writes = twice ? [known, known + 1] : [known];
      for (let count = writes.length; count > 0; count--) buffers.push({ kind, bytes: 4 * size });
      return instruction(buffers, chained, writes, from);
    });
    return { buffers, instructions, state: [] };
  });

/** Runs a program on one memory with a made-up arithmetic that notices every wrong byte it reads. */
function interpret({ buffers, instructions }: Program, offsets: readonly number[], bytes: number): number[][] {
  const memory = new Float64Array(bytes / 4).fill(NaN);
  const at = (buffer: number, element: number) => offsets[buffer]! / 4 + element;
  const size = (buffer: number) => buffers[buffer]!.bytes / 4;
  for (let i = 0; i < size(0); i++) memory[at(0, i)] = i + 1;
  for (let i = 0; i < size(1); i++) memory[at(1, i)] = -i;
  const results: number[][] = [];
  instructions.forEach(({ op, writes, reads }, index) => {
    for (let i = 0; i < size(writes[0]!); i++) {
      let total = index + 7 * i;
      for (const read of reads) {
        const n = size(read);
        // A chain reads one element of each load for each element that it writes.
        const [from, count] = op === 'chain' ? [n === 0 ? 0 : i % n, Math.min(1, n)] : [0, n];
        for (let j = from; j < from + count; j++) total = (total * 31 + memory[at(read, j)]!) % 1_000_003;
      }
      writes.forEach((write, place) => (memory[at(write, i)] = total + place));
    }
  });
  buffers.forEach(({ kind }, buffer) => {
    if (kind === 'result' || kind === 'state')
      results.push(Array.from({ length: size(buffer) }, (_, i) => memory[at(buffer, i)]!));
  });
  return results;
}

/** Every buffer apart from all others. */
function apart({ buffers }: Program): { offsets: number[]; bytes: number } {
  let bytes = 0;
  const offsets = buffers.map((buffer) => {
    bytes += buffer.bytes;
    return bytes - buffer.bytes;
  });
  return { offsets, bytes };
}

const meets = (program: Program, { offsets }: Plan, a: number, b: number) => {
  const end = (buffer: number) => offsets[buffer]! + program.buffers[buffer]!.bytes;
  return offsets[a]! < end(b) && offsets[b]! < end(a);
};

describe('the memory plan of a program', () => {
  it('never changes what the program computes', () => {
    let reused = 0;
    fc.assert(
      fc.property(programs, fc.boolean(), (program, inPlace) => {
        const plan = planned(program, { inPlace, alignment: 4 });
        const loose = apart(program);
        if (plan.bytes < loose.bytes) reused++;
        expect(interpret(program, plan.offsets, plan.bytes)).toEqual(interpret(program, loose.offsets, loose.bytes));
      }),
      { numRuns: 500 },
    );
    expect(reused).toBeGreaterThan(50);
  });

  it('keeps buffers apart while both are wanted, aligned, and within its bytes', () => {
    fc.assert(
      fc.property(programs, fc.constantFrom(64, 256), (program, alignment) => {
        const plan = planned(program, { alignment, inPlace: false });
        const lives = lifetimes(program);
        program.buffers.forEach((buffer, a) => {
          expect(plan.offsets[a]! % alignment).toBe(0);
          expect(plan.offsets[a]! + buffer.bytes).toBeLessThanOrEqual(plan.bytes);
          if (buffer.kind !== 'temporary') expect(plan.offsets[a]! + buffer.bytes).toBeLessThanOrEqual(plan.ownBytes);
          for (let b = 0; b < a; b++) {
            const temporary = buffer.kind === 'temporary' && program.buffers[b]!.kind === 'temporary';
            const together = !temporary || (lives[a]!.first <= lives[b]!.last && lives[b]!.first <= lives[a]!.last);
            if (together) expect(meets(program, plan, a, b)).toBe(false);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('needs two places for a chain of any length, one where chains write over their loads', () => {
    const buffers: ProgramBuffer[] = [{ kind: 'input', bytes: 256 }];
    const instructions = Array.from({ length: 9 }, (_, i) => {
      buffers.push({ kind: i === 8 ? 'result' : 'temporary', bytes: 256 });
      return instruction(buffers, true, i + 1, [i]);
    });
    const program: Program = { buffers, instructions, state: [] };
    const shared = (inPlace: boolean) => {
      const { bytes, ownBytes } = planned(program, { inPlace, alignment: 4 });
      return bytes - ownBytes;
    };
    expect(shared(false)).toBe(512);
    expect(shared(true)).toBe(256);
  });

  it('never writes over what a load repeats, or what is wanted later', () => {
    const buffers: ProgramBuffer[] = [
      { kind: 'input', bytes: 64 },
      { kind: 'temporary', bytes: 64 },
      { kind: 'temporary', bytes: 64 },
      { kind: 'temporary', bytes: 64 },
      { kind: 'result', bytes: 64 },
    ];
    const broadcast = instruction(buffers, true, 2, [1]) as Extract<Instruction<number>, { op: 'chain' }>;
    const program = (second: Instruction<number>, last: readonly number[]): Program => ({
      buffers,
      instructions: [
        instruction(buffers, true, 1, [0]),
        second,
        instruction(buffers, false, 3, last),
        instruction(buffers, false, 4, [3]),
      ],
      state: [],
    });
    const loads: Load[] = [{ dtype: 'float32', repeat: 4, period: 4 }];
    const repeated = program({ ...broadcast, chain: { ...broadcast.chain, loads } }, [2]);
    const later = program(broadcast, [1, 2]);
    const free = program(broadcast, [2]);
    expect(meets(repeated, planned(repeated), 1, 2)).toBe(false);
    expect(meets(later, planned(later), 1, 2)).toBe(false);
    expect(meets(free, planned(free), 1, 2)).toBe(true);
  });

  it('refuses what is read before it is written, and what is written twice', () => {
    const buffers: ProgramBuffer[] = [
      { kind: 'temporary', bytes: 4 },
      { kind: 'result', bytes: 4 },
    ];
    const read = instruction(buffers, false, 1, [0]);
    const write = instruction(buffers, false, 0, []);
    expect(() => planned({ buffers, instructions: [read], state: [] })).toThrow(/nothing has written/);
    expect(() => planned({ buffers, instructions: [write, write], state: [] })).toThrow(/once more/);
    expect(planned({ buffers, instructions: [write, read], state: [] }).bytes).toBe(128);
  });
});
