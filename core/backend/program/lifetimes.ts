import type { Program } from './program.ts';

/** Instructions between which a buffer's content matters, both included. */
export interface Lifetime {
  readonly first: number;
  readonly last: number;
}

/**
 * From the instruction that writes each buffer to the last one that reads it; undefined for what no instruction touches
 * or writes.
 * @throws Error for a buffer that is written twice, or read before it is written though nothing else sets it.
 */
export function lifetimes({ buffers, instructions }: Program): readonly (Lifetime | undefined)[] {
  const found: ({ first: number; last: number } | undefined)[] = buffers.map(() => undefined);
  instructions.forEach(({ op, writes, reads }, at) => {
    for (const buffer of reads) {
      const life = found[buffer];
      if (life !== undefined) life.last = at;
      else if (needsWriter(buffers[buffer]!.kind)) {
        throw new Error(`Instruction ${at} (${op}) reads buffer ${buffer}, which nothing has written.`);
      }
    }
    for (const buffer of writes) {
      if (found[buffer] !== undefined) throw new Error(`Instruction ${at} (${op}) writes buffer ${buffer} once more.`);
      found[buffer] = { first: at, last: at };
    }
  });
  return found;
}

const needsWriter = (kind: Program['buffers'][number]['kind']) => kind === 'temporary' || kind === 'result';
