import type { Instruction } from '../../../program/instruction.ts';
import type { Program, ProgramBuffer } from '../../../program/program.ts';
import { UpdateRule } from '../../../program/operations.ts';
import { noise } from './instructions.ts';
import { reference } from './reference.ts';

const [rows, inputs, hidden] = [5, 3, 4];

const shapes = { w1: [inputs, hidden], b1: [hidden], w2: [hidden, 1], b2: [1] } as const;
const names = Object.keys(shapes) as (keyof typeof shapes)[];

/** Momentum on the squared error of a network of one hidden layer, written by hand. */
export interface SmallStep {
  readonly program: Program;
  readonly x: number;
  readonly target: number;
  readonly rate: number;
  readonly loss: number;
  readonly initial: Readonly<Record<string, Float32Array>>;
}

export function smallStep(): SmallStep {
  const buffers: ProgramBuffer[] = [];
  const buffer = (size: number, kind: ProgramBuffer['kind'] = 'temporary') =>
    buffers.push({ bytes: 4 * size, kind }) - 1;
  const size = (name: keyof typeof shapes) => shapes[name].reduce<number>((product, length) => product * length, 1);
  const state = names.flatMap((name) =>
    [name, `${name}/momentum`].map((of) => ({
      name: of,
      shape: shapes[name],
      before: buffer(size(name), 'state'),
      after: buffer(size(name), 'state'),
    })),
  );
  const slot = (name: string) => state.find((each) => each.name === name)!;
  const [w1, b1, w2, b2] = names.map((name) => slot(name).before) as [number, number, number, number];
  const x = buffer(rows * inputs, 'input');
  const target = buffer(rows, 'input');
  const rate = buffer(1, 'input');
  const loss = buffer(1, 'result');
  const instructions: Instruction<number>[] = [];
  const product = (
    [m, n, k]: readonly [number, number, number],
    reads: readonly number[],
    { transposeA = 0, transposeB = 0 } = {},
  ) => {
    const out = buffer(m * n);
    const own = { batch: 1, m, n, k, transposeA, transposeB, strideA: 0, strideB: 0, activation: 0, alpha: 0 };
    instructions.push({ op: 'gemm', params: { ...own, hasBias: reads.length - 2 }, reads, writes: [out] });
    return out;
  };
  const sum = (of: number, columns: number) => {
    const out = buffer(columns);
    instructions.push({
      op: 'reduce',
      params: { kind: 0, outer: 1, length: rows, inner: columns },
      reads: [of],
      writes: [out],
    });
    return out;
  };
  const whole = (period: number) => ({ dtype: 'float32', repeat: 1, period }) as const;
  const kept = (register: number) => ({ register, dtype: 'float32' }) as const;

  const before = product([rows, hidden, inputs], [x, w1, b1]);
  const h = buffer(rows * hidden);
  const wide = rows * hidden;
  instructions.push({
    op: 'chain',
    params: {},
    chain: { size: wide, loads: [whole(wide)], steps: [{ code: 'tanh', a: 0 }], stores: [kept(1)] },
    reads: [before],
    writes: [h],
  });
  const y = product([rows, 1, hidden], [h, w2, b2]);
  const square = buffer(rows);
  const dy = buffer(rows);
  const factor = buffers.push({ bytes: 4, kind: 'constant', values: Float32Array.of(2 / rows) }) - 1;
  instructions.push({
    op: 'chain',
    params: {},
    chain: {
      size: rows,
      loads: [whole(rows), whole(rows), whole(1)],
      steps: [
        { code: 'sub', a: 0, b: 1 },
        { code: 'square', a: 3 },
        { code: 'mul', a: 3, b: 2 },
      ],
      stores: [kept(4), kept(5)],
    },
    reads: [y, target, factor],
    writes: [square, dy],
  });
  instructions.push({
    op: 'reduce',
    params: { kind: 1, outer: 1, length: rows, inner: 1 },
    reads: [square],
    writes: [loss],
  });
  const dw2 = product([hidden, 1, rows], [h, dy], { transposeA: 1 });
  const db2 = sum(dy, 1);
  const dh = product([rows, hidden, 1], [dy, w2], { transposeB: 1 });
  const through = buffer(wide);
  instructions.push({
    op: 'chain',
    params: {},
    chain: {
      size: wide,
      loads: [whole(wide), whole(wide)],
      steps: [{ code: 'tanhGrad', a: 0, b: 1 }],
      stores: [kept(2)],
    },
    reads: [dh, h],
    writes: [through],
  });
  const dw1 = product([inputs, hidden, rows], [x, through], { transposeA: 1 });
  const gradients = { w1: dw1, b1: sum(through, hidden), w2: dw2, b2: db2 };
  instructions.push({
    op: 'optimise',
    params: { rule: UpdateRule.momentum, a: 0.9, b: 0, c: 0 },
    sizes: names.map(size),
    reads: [rate, ...names.flatMap((name) => [slot(name).before, gradients[name], slot(`${name}/momentum`).before])],
    writes: names.flatMap((name) => [slot(name).after, slot(`${name}/momentum`).after]),
  });
  const initial = Object.fromEntries(
    names.flatMap((name, n) => [
      [name, noise(size(name), 20 * n)],
      [`${name}/momentum`, new Float32Array(size(name))],
    ]),
  );
  return { program: { buffers, instructions, state }, x, target, rate, loss, initial };
}

/** The inputs of a step. */
export const batchOf = (step: number) => ({
  x: noise(rows * inputs, 31 * step),
  target: noise(rows, 47 * step),
  rate: Float32Array.of(0.1 / (step + 1)),
});

type Memory = Map<number, ArrayLike<number>>;

/** The same steps in double precision, one after the other: losses, and the state at last. */
export function trainInDoublePrecision({ program, x, target, rate, loss, initial }: SmallStep, steps: number) {
  let state: Record<string, ArrayLike<number>> = initial;
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(step);
    const memory: Memory = new Map([
      [x, batch.x],
      [target, batch.target],
      [rate, batch.rate],
    ]);
    program.buffers.forEach(({ values }, buffer) => values && memory.set(buffer, values));
    for (const { name, before } of program.state) memory.set(before, state[name]!);
    for (const instruction of program.instructions) {
      const reads = instruction.reads.map((buffer) => memory.get(buffer)!);
      const results = reference({ ...instruction, reads, writes: [] });
      instruction.writes.forEach((buffer, n) => memory.set(buffer, results[n]!));
    }
    losses.push(memory.get(loss)![0]!);
    state = Object.fromEntries(program.state.map(({ name, after }) => [name, memory.get(after)!]));
  }
  return { losses, state };
}
