import type { Chain, MicroStep } from '../chain.ts';
import type { Instruction } from '../instruction.ts';
import { Activation } from '../operations.ts';

const f = Math.fround;

const micro: Partial<Record<MicroStep['code'], (a: number, b: number, c: number, p: number) => number>> = {
  identity: (a) => a,
  add: (a, b) => f(a + b),
  sub: (a, b) => f(a - b),
  mul: (a, b) => f(a * b),
  neg: (a) => -a,
  relu: (a) => (a > 0 ? a : a <= 0 ? 0 : NaN),
  leakyRelu: (a, _b, _c, p) => (a > 0 ? a : f(a * f(p))),
  step: (a, _b, _c, p) => (Number.isNaN(a) ? NaN : a > 0 ? 1 : f(p)),
  less: (a, b) => (a < b ? 1 : 0),
  select: (a, b, c) => (a !== 0 ? b : c),
};

function runChain({ size, loads, steps, stores }: Chain, reads: readonly Float32Array[]): Float32Array[] {
  const outputs = stores.map(() => new Float32Array(size));
  for (let element = 0; element < size; element++) {
    const registers = loads.map(({ repeat, period }, i) => reads[i]![Math.floor(element / repeat) % period]!);
    for (const { code, a, b, c, p } of steps) {
      registers.push(micro[code]!(registers[a]!, registers[b ?? -1]!, registers[c ?? -1]!, p ?? 0));
    }
    stores.forEach(({ register }, i) => (outputs[i]![element] = registers[register]!));
  }
  return outputs;
}

/** A reference of a few operations, in plain loops, single precision and one order of summation. */
export function interpret(instructions: readonly Instruction<number>[], memory: Map<number, Float32Array>): void {
  for (const instruction of instructions) {
    const reads = instruction.reads.map((buffer) => {
      const values = memory.get(buffer);
      if (values === undefined) throw new Error(`buffer ${buffer} is read before it is written`);
      return values;
    });
    outputsOf(instruction, reads).forEach((values, index) => {
      const buffer = instruction.writes[index]!;
      if (memory.has(buffer)) throw new Error(`buffer ${buffer} is written twice`);
      memory.set(buffer, values);
    });
  }
}

function outputsOf(instruction: Instruction<number>, reads: readonly Float32Array[]): Float32Array[] {
  switch (instruction.op) {
    case 'chain':
      return runChain(instruction.chain, reads);
    case 'fill':
      return [new Float32Array(instruction.params.size).fill(instruction.params.value)];
    case 'reduce': {
      const { outer, length, inner } = instruction.params;
      const out = new Float32Array(outer * inner);
      for (let o = 0; o < outer; o++)
        for (let l = 0; l < length; l++)
          for (let i = 0; i < inner; i++) out[o * inner + i]! += reads[0]![(o * length + l) * inner + i]!;
      return [out];
    }
    case 'gemm': {
      const { m, n, k, hasBias, activation, alpha } = instruction.params;
      const [a, b, bias] = reads;
      const out = new Float32Array(m * n);
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let sum = 0;
          for (let i = 0; i < k; i++) sum = f(sum + f(a![row * k + i]! * b![i * n + column]!));
          if (hasBias) sum = f(sum + bias![column]!);
          if (activation === Activation.relu) sum = micro.relu!(sum, 0, 0, 0);
          if (activation === Activation.leakyRelu) sum = micro.leakyRelu!(sum, 0, 0, alpha);
          out[row * n + column] = sum;
        }
      }
      return [out];
    }
    default:
      throw new Error(`the interpreter has no ${instruction.op}`);
  }
}
