import type { Threads } from '../backend/wasm/program/threads.ts';
import { Contender } from './contender.ts';
import type { BenchmarkStep } from './games/step.ts';
import { interleave } from './interleave.ts';
import type { OwnVariant } from './options.ts';
import type { StepFigure } from './report.ts';

const rounds = 101;

/** How much longer than its part of the budget a single step may take before it is given up. */
const patience = 4;

/** No step is given up sooner, milliseconds: one sample is worth waiting for. */
const leastPatience = 5000;

export interface StepBudget {
  readonly backend: 'wasm' | 'webgpu';
  readonly variants: readonly OwnVariant[];
  /** By their number. */
  readonly threads: ReadonlyMap<number, Threads>;
  readonly wasmPath: string;
  readonly budgetMs: number;
  readonly signal: AbortSignal | undefined;
  /** Size of the tfjs heap, where there is one. */
  heapBytes(): number | undefined;
}

/** Times a step in every way, those on as many threads in turn. A way that fails has no time, and a note that says why. */
export async function measureStep(step: BenchmarkStep, budget: StepBudget): Promise<readonly StepFigure[]> {
  const { backend, variants, threads, wasmPath, signal } = budget;
  const groups = [...threads].map(([count, pool]) => ({
    pool,
    count,
    // tfjs runs on one thread.
    variants: count === 1 ? variants : variants.filter((variant) => variant !== 'eager'),
  }));
  const part = budget.budgetMs / groups.reduce((sum, group) => sum + group.variants.length, 0);
  const figures: StepFigure[] = [];
  for (const group of groups) {
    const contenders: Contender[] = [];
    try {
      for (const variant of group.variants) {
        signal?.throwIfAborted();
        const limitMs = Math.max(leastPatience, patience * part);
        const way = { variant, backend, threads: group.count, pool: group.pool, wasmPath, limitMs };
        contenders.push(await Contender.start(step, way));
      }
      const samples = await interleave(contenders, { budgetMs: part * contenders.length, rounds, signal });
      contenders.forEach((contender, i) => figures.push(contender.figure(samples[i]!, budget.heapBytes())));
    } finally {
      for (const contender of contenders) contender.dispose();
    }
  }
  return figures;
}
