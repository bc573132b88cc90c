import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProgram } from './build.ts';
import type { RecordedState } from './build.ts';
import type { MicroOperation } from './chain.ts';
import { microOperations } from './chain.ts';
import type { Instruction, InstructionOf } from './instruction.ts';
import { Activation, Reduction } from './operations.ts';
import type { RecordedBuffer, Recording } from './recorder.ts';
import { interpret } from './testing/interpreter.ts';
import { atOnce } from '../turns.ts';

const programOf = (...values: Parameters<typeof buildProgram>) => atOnce(buildProgram(...values));

const rows = 3;
const columns = 4;
const whole = rows * columns;

/** Puts a recording together by hand. Buffers are float32. */
class Script {
  readonly buffers: RecordedBuffer[] = [];
  readonly instructions: Instruction<number>[] = [];

  add(origin: RecordedBuffer['origin'], size: number): number {
    return this.buffers.push({ origin, dtype: 'float32', size }) - 1;
  }
  state = (name: string, size: number) => this.add({ kind: 'state', name }, size);
  constant = (...values: number[]) => this.add({ kind: 'constant', values: Float32Array.from(values) }, values.length);
  made = (size: number) => this.add({ kind: 'instruction' }, size);

  /** One elementwise step; operands are read by the period of their size. */
  chain(code: MicroOperation, operands: readonly number[], p?: number): number {
    const sizes = operands.map((buffer) => this.buffers[buffer]!.size);
    const size = Math.max(...sizes);
    const out = this.made(size);
    this.instructions.push({
      op: 'chain',
      params: {},
      reads: operands,
      writes: [out],
      chain: {
        size,
        loads: sizes.map((period) => ({ dtype: 'float32', repeat: 1, period })),
        steps: [
          {
            code,
            a: 0,
            ...(operands.length > 1 && { b: 1 }),
            ...(operands.length > 2 && { c: 2 }),
            ...(p !== undefined && { p }),
          },
        ],
        stores: [{ register: operands.length, dtype: 'float32' }],
      },
    });
    return out;
  }

  /** `[rows, columns] [columns, columns]`. */
  gemm(a: number, b: number): number {
    const out = this.made(whole);
    const params = { batch: 1, m: rows, n: columns, k: columns, transposeA: 0, transposeB: 0, strideA: 0, strideB: 0 };
    this.instructions.push({
      op: 'gemm',
      params: { ...params, hasBias: 0, activation: Activation.none, alpha: 0 },
      reads: [a, b],
      writes: [out],
    });
    return out;
  }

  /** Sum of the rows, `[columns]`. */
  sum(x: number): number {
    const out = this.made(columns);
    const params = { kind: Reduction.sum, outer: 1, length: rows, inner: columns };
    this.instructions.push({ op: 'reduce', params, reads: [x], writes: [out] });
    return out;
  }

  fill(value: number): number {
    const out = this.made(whole);
    this.instructions.push({ op: 'fill', params: { size: whole, value }, reads: [], writes: [out] });
    return out;
  }

  recording = (results: Readonly<Record<string, number>> = {}): Recording => ({ ...this, results });
}

const operationsOf = ({ instructions }: { readonly instructions: readonly Instruction<number>[] }) =>
  instructions.map(({ op }) => op);

/** What a script leaves in the buffers asked for, as recorded. */
function direct({ buffers, instructions }: Script, state: ReadonlyMap<string, Float32Array>) {
  const memory = new Map<number, Float32Array>();
  buffers.forEach(({ origin }, buffer) => {
    if (origin.kind === 'state') memory.set(buffer, state.get(origin.name)!);
    if (origin.kind === 'constant') memory.set(buffer, origin.values as Float32Array);
  });
  interpret(instructions, memory);
  return memory;
}

/** The same of the program made of it. */
function built(script: Script, slots: readonly RecordedState[], results: Readonly<Record<string, number>>) {
  const { program, results: named } = programOf(script.recording(results), slots);
  return {
    program,
    named,
    run(state: ReadonlyMap<string, Float32Array>) {
      const memory = new Map<number, Float32Array>();
      program.buffers.forEach(({ kind, values }, buffer) => {
        if (kind === 'constant') memory.set(buffer, values as Float32Array);
      });
      for (const { name, before } of program.state) memory.set(before, state.get(name)!);
      interpret(program.instructions, memory);
      return memory;
    },
  };
}

const unary = ['neg', 'relu', 'leakyRelu', 'step', 'identity'] as const satisfies readonly MicroOperation[];
const binary = ['add', 'sub', 'mul', 'less'] as const satisfies readonly MicroOperation[];

interface Action {
  readonly kind: 'unary' | 'binary' | 'gemm' | 'sum' | 'fill' | 'select';
  readonly pick: readonly [number, number, number];
  readonly code: number;
}

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom('unary', 'unary', 'binary', 'binary', 'binary', 'gemm', 'sum', 'fill', 'select'),
  pick: fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)),
  code: fc.nat(50),
});

/** Numbers that meet the branches: zeros of both signs, NaN, infinities. */
const value = fc.constantFrom(0, -0, 1, -1, 0.5, -2.25, 3, NaN, Infinity, 1e-40);
const valuesOf = (size: number) => fc.array(value, { minLength: size, maxLength: size });

function scriptOf(actions: readonly Action[]) {
  const script = new Script();
  const wholes = [script.state('x', whole), script.state('y', whole), script.constant(...Array<number>(whole).fill(1))];
  const vectors = [script.state('v', columns), script.constant(1), script.constant(-0)];
  const matrix = script.state('w', columns * columns);
  const made: number[] = [];
  for (const { kind, pick, code } of actions) {
    const [a, b, c] = pick.map((number) => wholes[number % wholes.length]!) as [number, number, number];
    const any = [...wholes, ...vectors][pick[1] % (wholes.length + vectors.length)]!;
    if (kind === 'sum') {
      vectors.push(script.sum(a));
      made.push(vectors.at(-1)!);
      continue;
    }
    if (kind === 'unary') wholes.push(script.chain(unary[code % unary.length]!, [a], 0.25));
    else if (kind === 'binary')
      wholes.push(script.chain(binary[code % binary.length]!, code % 2 ? [a, any] : [any, a]));
    else if (kind === 'select') wholes.push(script.chain('select', [a, b, c]));
    else if (kind === 'gemm') wholes.push(script.gemm(a, matrix));
    else wholes.push(script.fill([1, 0, -3, -0, Infinity, NaN][code % 6]!));
    made.push(wholes.at(-1)!);
  }
  return { script, made };
}

describe('a program made of a recording', () => {
  it('leaves the same bits as the recording, whatever was simplified and fused', () => {
    const example = fc.record({
      actions: fc.array(action, { minLength: 1, maxLength: 40 }),
      kept: fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
      x: valuesOf(whole),
      y: valuesOf(whole),
      v: valuesOf(columns),
      w: valuesOf(columns * columns),
    });
    fc.assert(
      fc.property(example, ({ actions, kept, ...state }) => {
        const { script, made } = scriptOf(actions);
        const values = new Map(Object.entries(state).map(([name, list]) => [name, Float32Array.from(list)]));
        const wanted = kept.map((number) => made[number % made.length]!);
        const results = Object.fromEntries(wanted.slice(1).map((buffer, i) => [`r${i}`, buffer]));
        const first = wanted[0]!;
        const slots = ['x', 'y', 'v', 'w'].map((name, before) => {
          const own = script.buffers.findIndex(({ origin }) => origin.kind === 'state' && origin.name === name);
          const fits = before === 0 && script.buffers[first]!.size === whole;
          return { name, shape: [values.get(name)!.length], before: own, after: fits ? first : own };
        });
        const expected = direct(script, values);
        const { program, named, run } = built(script, slots, results);
        const actual = run(values);
        for (const [name, buffer] of Object.entries(results)) {
          expect(actual.get(named[name]!)).toEqual(expected.get(buffer));
        }
        for (const { name, after, before } of program.state) {
          const slot = slots.find((candidate) => candidate.name === name)!;
          if (slot.after !== slot.before) expect(actual.get(after)).toEqual(expected.get(slot.after));
          else expect(after).toBe(before);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('adds the bias and applies the activation within the product, and takes the derivative from the result', () => {
    const script = new Script();
    const [x, w, bias] = [script.state('x', whole), script.state('w', columns * columns), script.state('b', columns)];
    const sum = script.chain('add', [script.gemm(x, w), bias]);
    const y = script.chain('leakyRelu', [sum], 0.2);
    const slope = script.chain('mul', [y, script.chain('step', [sum], 0.2)]);
    const { program } = programOf(script.recording({ y, slope }), []);
    expect(operationsOf(program)).toEqual(['gemm', 'chain']);
    const [gemm, chain] = program.instructions as [InstructionOf<'gemm', number>, InstructionOf<'chain', number>];
    expect(gemm.params).toMatchObject({ hasBias: 1, activation: Activation.leakyRelu, alpha: 0.2 });
    expect(chain.chain.steps.map(({ code }) => code)).toEqual(['step', 'mul']);
  });

  it('keeps the sum before an activation that somebody else reads', () => {
    const script = new Script();
    const [x, w, bias] = [script.state('x', whole), script.state('w', columns * columns), script.state('b', columns)];
    const sum = script.chain('add', [script.gemm(x, w), bias]);
    const { program } = programOf(script.recording({ y: script.chain('relu', [sum]), sum }), []);
    const gemm = program.instructions[0] as InstructionOf<'gemm', number>;
    expect(gemm.params).toMatchObject({ hasBias: 1, activation: Activation.none });
    expect(operationsOf(program)).toEqual(['gemm', 'chain']);
  });

  it('does not read a bias before it is made', () => {
    const script = new Script();
    const [x, w] = [script.state('x', whole), script.state('w', columns * columns)];
    const product = script.gemm(x, w);
    const y = script.chain('add', [product, script.sum(x)]);
    const { program } = programOf(script.recording({ y }), []);
    expect(operationsOf(program)).toEqual(['gemm', 'reduce', 'chain']);
  });

  it('does once what two players did alike, and nothing that nobody reads', () => {
    const script = new Script();
    const [x, w] = [script.state('x', whole), script.state('w', columns * columns)];
    const [once, again] = [script.gemm(x, w), script.gemm(x, w)];
    script.gemm(once, w);
    const { program, results } = programOf(script.recording({ a: script.sum(once), b: script.sum(again) }), []);
    expect(operationsOf(program)).toEqual(['gemm', 'reduce', 'chain']);
    expect(results['a']).not.toBe(results['b']);
  });

  it('joins elementwise steps around what needs them in between', () => {
    const script = new Script();
    const x = script.state('x', whole);
    const a = script.chain('neg', [x]);
    const b = script.chain('mul', [a, a]);
    const mean = script.sum(b);
    const c = script.chain('sub', [b, mean]);
    const d = script.chain('relu', [c]);
    const { program } = programOf(script.recording({ d }), []);
    expect(operationsOf(program)).toEqual(['chain', 'reduce', 'chain']);
    const chains = program.instructions.filter((instruction) => instruction.op === 'chain');
    expect(chains.map(({ chain }) => chain.steps.length)).toEqual([2, 2]);
    expect(chains.map(({ writes }) => writes.length)).toEqual([1, 1]);
  });

  it('gives every slot and result a buffer of its own, also where one is another one unchanged', () => {
    const script = new Script();
    const [x, y] = [script.state('x', whole), script.state('y', whole)];
    const slots = [
      { name: 'x', shape: [whole], before: x, after: y },
      { name: 'y', shape: [whole], before: y, after: y },
    ];
    const { program, results } = programOf(script.recording({ now: y }), slots);
    const [first, second] = program.state;
    const places = [first!.before, first!.after, second!.before, results['now']!];
    expect(new Set(places).size).toBe(4);
    expect(second!.after).toBe(second!.before);
    expect(program.buffers[results['now']!]!.kind).toBe('result');
    expect(program.buffers[first!.after]!.kind).toBe('state');
  });
});

it('knows how many operands the micro operations of the interpreter take', () => {
  for (const code of unary) expect(microOperations[code]).toBe(1);
  for (const code of binary) expect(microOperations[code]).toBe(2);
});
