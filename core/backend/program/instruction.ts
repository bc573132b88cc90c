import type { Chain } from './chain.ts';
import type { Operation, operations } from './operations.ts';

/** The numbers of an operation by name. */
export type Parameters<O extends Operation> = Readonly<Record<keyof (typeof operations)[O], number>>;

/** One operation on buffers, which the type parameter names: a tensor where it runs at once, a number in a program. */
export type Instruction<Buffer> = {
  [O in Operation]: {
    readonly op: O;
    readonly params: Parameters<O>;
    readonly writes: readonly Buffer[];
    readonly reads: readonly Buffer[];
  } & Body<O>;
}[Operation];

type Body<O extends Operation> = O extends 'chain'
  ? { readonly chain: Chain }
  : O extends 'concat' | 'optimise' | 'average' | 'norm'
    ? { readonly sizes: readonly number[] }
    : unknown;

/** An instruction of one operation. */
export type InstructionOf<O extends Operation, Buffer> = Extract<Instruction<Buffer>, { op: O }>;

/** The same instruction on other buffers. */
export function withBuffers<From, To>(instruction: Instruction<From>, rename: (buffer: From) => To): Instruction<To> {
  return { ...instruction, writes: instruction.writes.map(rename), reads: instruction.reads.map(rename) };
}

/** As text, which is equal for equal instructions only: JSON alone takes -0 for 0, and NaN and the infinities for null. */
export const textOf = (instructions: unknown): string =>
  JSON.stringify(instructions, (_, value: unknown) =>
    typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value)) ? `${value} ${1 / value}` : value,
  );
