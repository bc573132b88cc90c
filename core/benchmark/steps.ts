import { InterruptedError } from '../backend/interrupt.ts';
import { Trainer } from '../training/trainer.ts';
import { heapUsed } from './heap-used.ts';
import { interleave, median } from './interleave.ts';
import type { OwnVariant } from './options.ts';
import type { StepFigure } from './report.ts';
import type { BenchmarkStep } from './games/step.ts';

const rounds = 101;

/** How much longer than its part of the budget a single step may take before it is given up. */
const patience = 4;

export interface StepBudget {
  readonly backend: 'wasm' | 'webgpu';
  readonly variants: readonly OwnVariant[];
  readonly threads: readonly number[];
  readonly budgetMs: number;
  readonly signal: AbortSignal | undefined;
  /** Size of the tfjs heap, where there is one. */
  heapBytes(): number | undefined;
}

/** Times a step in every variant, in turn. Variants that fail have no time, and a note that says why. */
export async function measureStep(step: BenchmarkStep, budget: StepBudget): Promise<readonly StepFigure[]> {
  const { backend, signal } = budget;
  const figures: StepFigure[] = [];
  const contenders: Contender[] = [];
  try {
    for (const { variant, threads } of waysOf(budget)) {
      const base = { name: step.name, variant, backend, threads };
      try {
        contenders.push({ base, trainer: startTrainer(step, variant) });
      } catch (error) {
        figures.push({ ...base, ms: null, note: messageOf(error) });
      }
    }
    const running = contenders.map((contender) => ({ contender, hostMs: [] as number[], failure: '' }));
    const tasks = running.map((entry) => ({
      run: async () => {
        if (entry.failure !== '') return;
        try {
          entry.hostMs.push(await oneStep(entry.contender.trainer, (patience * budget.budgetMs) / tasks.length));
        } catch (error) {
          entry.failure = messageOf(error);
        }
      },
    }));
    const samples = await interleave(tasks, { budgetMs: budget.budgetMs, rounds, signal });
    running.forEach(({ contender: { base, trainer }, hostMs, failure }, index) => {
      if (failure !== '') return figures.push({ ...base, ms: null, note: failure });
      const allocated = allocatedBy(trainer);
      const memory = budget.heapBytes();
      return figures.push({
        ...base,
        ms: median(samples[index]!),
        ...(backend === 'webgpu' && { hostMs: median(hostMs) }),
        ...(allocated !== undefined && { allocated }),
        ...(memory !== undefined && { memory }),
        ...(samples[index]!.length === 1 && { note: 'measured once' }),
      });
    });
    return figures;
  } finally {
    for (const { trainer } of contenders) trainer.dispose();
  }
}

interface Contender {
  readonly base: Pick<StepFigure, 'name' | 'variant' | 'backend' | 'threads'>;
  readonly trainer: Trainer;
}

/** Eager steps have one thread. */
function waysOf({ variants, threads }: StepBudget): { variant: OwnVariant; threads: number }[] {
  return variants.flatMap((variant) =>
    (variant === 'eager' ? [1] : threads).map((count) => ({ variant, threads: count })),
  );
}

function startTrainer({ game, spec, dataset }: BenchmarkStep, variant: OwnVariant): Trainer {
  return Trainer.play(game, { ...spec, arithmetic: variant === 'fast' ? 'fast' : 'reproducible' }, dataset);
}

/** Makes a step and waits until the device has done it. @returns Milliseconds that the host was busy. */
async function oneStep(trainer: Trainer, limitMs: number): Promise<number> {
  const begin = performance.now();
  try {
    trainer.step(() => performance.now() - begin > limitMs);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new Error(`a step takes longer than ${(limitMs / 1000).toPrecision(2)} s`, { cause: error });
  }
  const host = performance.now() - begin;
  await trainer.report();
  return host;
}

/** Bytes of JavaScript heap that a step allocates, where the host tells; undefined when a collection came between. */
function allocatedBy(trainer: Trainer): number | undefined {
  for (const steps of [20, 5, 1]) {
    const before = heapUsed();
    if (before === undefined) return undefined;
    for (let i = 0; i < steps; i++) trainer.step();
    const grown = heapUsed()! - before;
    if (grown >= 0) return grown / steps;
  }
  return undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
