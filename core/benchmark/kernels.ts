import { programLoader } from '../backend/load-program.ts';
import type { LoadedProgram } from '../backend/program/program.ts';
import { loadProgram } from '../backend/wasm/program/load.ts';
import type { Threads } from '../backend/wasm/program/threads.ts';
import type { Arithmetic } from '../backend/wasm/kernel-files.ts';
import { uniform } from '../random/stream.ts';
import { interleave, median } from './interleave.ts';
import { caseBuffers, programOf } from './kernel-cases.ts';
import type { KernelCase } from './kernel-cases.ts';
import type { PeakTask } from './peak.ts';
import type { KernelFigure } from './report.ts';

/** Enough rounds for a median that a busy moment does not move. */
const rounds = 21;

/** The arithmetics of this processor, each with its peak. */
export type Peaks = Readonly<Partial<Record<Arithmetic, PeakTask>>>;

export interface KernelBudget {
  readonly wasmPath: string;
  /** By their number. Those that could not be had are passed over. */
  readonly threads: ReadonlyMap<number, Threads>;
  readonly budgetMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface MeasuredKernel {
  readonly figures: readonly KernelFigure[];
  /** GF/s of the peak in the same rounds, every sample. */
  readonly peaks: Readonly<Partial<Record<Arithmetic, readonly number[]>>>;
}

/**
 * Times a kernel in every arithmetic, in turn with the peak of that arithmetic, so that the share compares two figures of
 * the same moments.
 */
export async function measureKernel(kernel: KernelCase, peaks: Peaks, budget: KernelBudget): Promise<MeasuredKernel> {
  const arithmetics = Object.keys(peaks) as Arithmetic[];
  const contenders: Contender[] = [];
  try {
    for (const arithmetic of arithmetics) {
      for (const [threads, pool] of budget.threads) {
        const options = { wasmPath: budget.wasmPath, arithmetic, threads: pool, sharing: { step: 0, instruction: 1 } };
        const program = await loadProgram(programOf(kernel), options);
        if (program.threads === threads) contenders.push({ arithmetic, threads, program });
        else program.dispose();
      }
    }
    for (const { program } of contenders) fill(program, kernel);
    const tasks = [
      ...arithmetics.map((arithmetic) => peaks[arithmetic]!),
      ...contenders.map(({ program }) => ({ run: () => program.run() })),
    ];
    const samples = await interleave(tasks, { budgetMs: budget.budgetMs, rounds, signal: budget.signal });
    const found = arithmetics.map(
      (arithmetic, index) => [arithmetic, samples[index]!.map((ms) => peaks[arithmetic]!.gflops(ms))] as const,
    );
    const peakOf = new Map(found.map(([arithmetic, own]) => [arithmetic, median(own)]));
    const figures = contenders.map(({ arithmetic, threads }, index): KernelFigure => {
      const gflops = kernel.operations / median(samples[arithmetics.length + index]!) / 1e6;
      const share = gflops / (peakOf.get(arithmetic)! * threads);
      return { name: kernel.name, backend: 'wasm', arithmetic, threads, gflops, share };
    });
    return { figures, peaks: Object.fromEntries(found) };
  } finally {
    for (const { program } of contenders) program.dispose();
  }
}

/** Runs of a short kernel that a graphics processor is given at once, so that waiting for it counts little. */
const runsAtOnce = 8;

/** A run that takes longer, milliseconds, is long against the wait. */
const longRun = 50;

/** Times a kernel on the current backend, a graphics processor. @throws Error when it has no such kernel. */
export async function measureGpuKernel(
  kernel: KernelCase,
  { budgetMs, signal }: Pick<KernelBudget, 'budgetMs' | 'signal'>,
): Promise<KernelFigure> {
  const program = await programLoader('fast')!(programOf(kernel));
  const runAndWait = async (runs: number): Promise<void> => {
    for (let i = 0; i < runs; i++) program.run();
    await program.readResults([caseBuffers.result]);
  };
  try {
    fill(program, kernel);
    await runAndWait(1);
    const begin = performance.now();
    await runAndWait(1);
    const runs = performance.now() - begin > longRun ? 1 : runsAtOnce;
    const [samples] = await interleave([{ run: () => runAndWait(runs) }], { budgetMs, rounds, signal });
    const gflops = (runs * kernel.operations) / median(samples!) / 1e6;
    return { name: kernel.name, backend: 'webgpu', arithmetic: 'fast', threads: 1, gflops, share: null };
  } finally {
    program.dispose();
  }
}

interface Contender {
  readonly arithmetic: Arithmetic;
  readonly threads: number;
  readonly program: LoadedProgram;
}

/** Numbers in [0, 1): zeros would let a processor that treats them specially look fast. */
function fill(program: LoadedProgram, { reads }: KernelCase): void {
  program.write(caseBuffers.left, uniform(1, 'benchmark/left', 0, reads[0]));
  program.write(caseBuffers.right, uniform(1, 'benchmark/right', 0, reads[1]));
}
