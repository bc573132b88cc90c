import type { Chain, Load, MicroOperation, MicroStep, Store } from '../chain.ts';
import type { Instruction } from '../instruction.ts';
import type { Parts } from '../../turns.ts';
import type { ChainInstruction, Graph } from './graph.ts';
import { countReads } from './graph.ts';

/** Beyond these a chain's registers would leave the first-level cache, or a GPU's register file. */
const mostLoads = 16;
const mostSteps = 40;

/** Results that are 0 or 1 whether they went through a bool tensor or not. */
const truths: ReadonlySet<MicroOperation> = new Set([
  ...(['less', 'lessEqual', 'greater', 'greaterEqual', 'equal', 'notEqual'] as const),
  ...(['and', 'or', 'not', 'isNaN'] as const),
]);

/** Chains of one size that will be done together, not yet placed. */
interface Cluster {
  readonly size: number;
  readonly chains: ChainInstruction[];
}

/**
 * Joins elementwise operations that feed each other into one chain each, so that what is between them stays in
 * registers. A chain is put off until something else needs it; a cluster never depends on another one that waits.
 */
export function* clusterChains(graph: Graph): Parts<Graph> {
  const instructions: Instruction<number>[] = [];
  const waiting = new Set<Cluster>();
  /** The waiting cluster that writes a buffer, and the step that makes it. */
  const maker = new Map<number, { readonly cluster: Cluster; readonly store: Store; readonly code: MicroOperation }>();
  const reads = countReads(graph);
  const position = new Map<Instruction<number>, number>(
    graph.instructions.map((instruction, index) => [instruction, index]),
  );
  // Merging clusters may bring their chains out of order.
  const inOrder = (chains: readonly ChainInstruction[]) =>
    [...chains].sort((a, b) => position.get(a)! - position.get(b)!);

  const place = (cluster: Cluster) => {
    waiting.delete(cluster);
    instructions.push(merged(cluster, reads, graph.wanted));
    for (const { writes } of cluster.chains) for (const buffer of writes) maker.delete(buffer);
  };
  const makersOf = (buffers: readonly number[]) =>
    new Set(buffers.flatMap((buffer) => maker.get(buffer)?.cluster ?? []));

  for (const instruction of graph.instructions) {
    yield;
    if (instruction.op !== 'chain') {
      for (const cluster of makersOf(instruction.reads)) place(cluster);
      instructions.push(instruction);
      continue;
    }
    const { chain } = instruction;
    const joinable = (load: Load, buffer: number): boolean => {
      const made = maker.get(buffer)!;
      if (made.cluster.size !== chain.size || load.repeat !== 1 || load.period !== chain.size) return false;
      return load.dtype === 'float32' || (load.dtype === 'bool' && truths.has(made.code));
    };
    const apart = instruction.reads.filter((buffer, i) => maker.has(buffer) && !joinable(chain.loads[i]!, buffer));
    for (const cluster of makersOf(apart)) place(cluster);
    const joined = [...makersOf(instruction.reads)];
    const together = [...joined.flatMap(({ chains }) => chains), instruction];
    let cluster: Cluster;
    if (fits(together)) {
      for (const part of joined) waiting.delete(part);
      cluster = { size: chain.size, chains: inOrder(together) };
    } else {
      for (const part of joined) place(part);
      cluster = { size: chain.size, chains: [instruction] };
    }
    waiting.add(cluster);
    for (const part of cluster.chains) {
      part.writes.forEach((buffer, index) => {
        const store = part.chain.stores[index]!;
        const step = part.chain.steps[store.register - part.chain.loads.length];
        maker.set(buffer, { cluster, store, code: step?.code ?? 'identity' });
      });
    }
  }
  for (const cluster of [...waiting]) {
    place(cluster);
    yield;
  }
  return { ...graph, instructions };
}

function fits(chains: readonly ChainInstruction[]): boolean {
  const made = new Set(chains.flatMap(({ writes }) => writes));
  const loads = new Set<string>();
  let steps = 0;
  for (const { chain, reads } of chains) {
    steps += chain.steps.length;
    reads.forEach((buffer, i) => made.has(buffer) || loads.add(loadKey(buffer, chain.loads[i]!)));
  }
  return loads.size <= mostLoads && steps <= mostSteps;
}

const loadKey = (buffer: number, { dtype, repeat, period }: Load) => `${buffer} ${dtype} ${repeat} ${period}`;

/** One chain that does what those of a cluster do, and stores what is read outside of it. */
function merged(
  { size, chains }: Cluster,
  reads: ReadonlyMap<number, number>,
  wanted: ReadonlySet<number>,
): ChainInstruction {
  if (chains.length === 1) return chains[0]!;
  const made = new Set(chains.flatMap(({ writes }) => writes));
  const loads = new Map<string, { readonly load: Load; readonly buffer: number; readonly register: number }>();
  const inside = new Map<number, number>();
  for (const { chain, reads: operands } of chains) {
    operands.forEach((buffer, i) => {
      if (made.has(buffer)) inside.set(buffer, (inside.get(buffer) ?? 0) + 1);
      else {
        const load = chain.loads[i]!;
        const key = loadKey(buffer, load);
        if (!loads.has(key)) loads.set(key, { load, buffer, register: loads.size });
      }
    });
  }
  const registers = new Map<number, number>();
  const steps: MicroStep[] = [];
  const stores: Store[] = [];
  const writes: number[] = [];
  for (const { chain, reads: operands, writes: results } of chains) {
    const first = loads.size + steps.length;
    const renamed = (register: number): number => {
      if (register >= chain.loads.length) return first + register - chain.loads.length;
      const buffer = operands[register]!;
      return registers.get(buffer) ?? loads.get(loadKey(buffer, chain.loads[register]!))!.register;
    };
    for (const step of chain.steps) {
      steps.push({
        ...step,
        a: renamed(step.a),
        ...(step.b !== undefined && { b: renamed(step.b) }),
        ...(step.c !== undefined && { c: renamed(step.c) }),
      });
    }
    chain.stores.forEach(({ register, dtype }, index) => {
      const buffer = results[index]!;
      registers.set(buffer, renamed(register));
      const outside = reads.get(buffer)! - (inside.get(buffer) ?? 0);
      if (outside > 0 || wanted.has(buffer)) {
        stores.push({ register: registers.get(buffer)!, dtype });
        writes.push(buffer);
      }
    });
  }
  const all = [...loads.values()];
  const joined: Chain = { size, loads: all.map(({ load }) => load), steps, stores };
  return { op: 'chain', params: {}, chain: joined, reads: all.map(({ buffer }) => buffer), writes };
}
