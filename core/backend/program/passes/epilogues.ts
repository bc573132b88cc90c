import type { Instruction } from '../instruction.ts';
import { Activation } from '../operations.ts';
import type { Parts } from '../../turns.ts';
import type { ChainInstruction, Graph } from './graph.ts';
import { countReads, isPlain, singleStep } from './graph.ts';

type Producer = Extract<Instruction<number>, { op: 'gemm' | 'conv' | 'convInput' }>;

const hasEpilogue = (instruction: Instruction<number>): instruction is Producer =>
  instruction.op === 'gemm' || instruction.op === 'conv' || instruction.op === 'convInput';

/** Columns (channels) of what a product or convolution makes. */
const columnsOf = ({ op, params }: Producer): number =>
  op === 'gemm' ? params.n : op === 'conv' ? params.outChannels : params.inChannels;

/** Lets matrix products and convolutions add their bias and apply their activation before they store a result. */
export function* fuseEpilogues(graph: Graph): Parts<Graph> {
  const reads = countReads(graph);
  const instructions: Instruction<number>[] = [];
  /** Where each buffer is written; what is written by no instruction is there from the start. */
  const writtenAt = new Map<number, number>();
  const push = (instruction: Instruction<number>) => {
    const at = instructions.push(instruction) - 1;
    for (const buffer of instruction.writes) writtenAt.set(buffer, at);
  };
  for (const instruction of graph.instructions) {
    const chain = instruction.op === 'chain' ? instruction : undefined;
    const step = chain && singleStep(chain)?.steps[0];
    const source = step && [step.a, step.b].filter((register) => register !== undefined).find(isFusable);
    function isFusable(register: number): boolean {
      const buffer = chain!.reads[register]!;
      const at = writtenAt.get(buffer);
      if (at === undefined || reads.get(buffer) !== 1) return false;
      return isPlain(chain!.chain.loads[register]!, chain!.chain.size) && hasEpilogue(instructions[at]!);
    }
    const at = source === undefined ? undefined : writtenAt.get(chain!.reads[source]!)!;
    const fused = at === undefined ? undefined : withStep(instructions[at] as Producer, at, chain!, source!);
    if (fused === undefined) push(instruction);
    else {
      instructions[at!] = fused;
      writtenAt.set(fused.writes[0]!, at!);
    }
    yield;
  }
  return { ...graph, instructions };

  function withStep(
    producer: Producer,
    at: number,
    { chain, reads: operands, writes }: ChainInstruction,
    source: number,
  ): Producer | undefined {
    const { code, a, b, p } = chain.steps[0]!;
    const { hasBias, activation } = producer.params;
    if (activation !== Activation.none) return undefined;
    const writing = (params: object, more: readonly number[] = []) =>
      ({
        ...producer,
        params: { ...producer.params, ...params },
        writes,
        reads: [...producer.reads, ...more],
      }) as Producer;
    if (code === 'relu') return writing({ activation: Activation.relu });
    if (code === 'leakyRelu') return writing({ activation: Activation.leakyRelu, alpha: p! });
    if (code !== 'add' || hasBias === 1) return undefined;
    const other = source === a ? b! : a;
    const { dtype, repeat, period } = chain.loads[other]!;
    const bias = operands[other]!;
    if (dtype !== 'float32' || repeat !== 1 || period !== columnsOf(producer)) return undefined;
    return (writtenAt.get(bias) ?? -1) < at ? writing({ hasBias: 1 }, [bias]) : undefined;
  }
}
