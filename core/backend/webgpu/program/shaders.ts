import type { Instruction } from '../../program/instruction.ts';
import type { Operation } from '../../program/operations.ts';
import { chain } from './chain.ts';
import { conv } from './conv.ts';
import type { Dispatch, Shaders } from './dispatch.ts';
import { gemm } from './gemm.ts';
import { images } from './images.ts';
import { layout } from './layout.ts';
import { norms } from './norms.ts';
import { philox } from './philox.ts';
import { reductions } from './reduce.ts';
import { updates } from './updates.ts';

const shaders: Shaders<Operation> = {
  ...gemm,
  ...conv,
  ...chain,
  ...reductions,
  ...layout,
  ...images,
  ...norms,
  ...updates,
  ...philox,
};

/** The dispatches of an instruction, in order. */
export function dispatchesOf<Buffer>(instruction: Instruction<Buffer>): readonly Dispatch<Buffer>[] {
  const write = shaders[instruction.op] as (instruction: Instruction<Buffer>) => readonly Dispatch<Buffer>[];
  return write(instruction);
}
