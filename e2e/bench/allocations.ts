import { runBenchmark } from '../../core/benchmark/run.ts';
import type { StepFigure } from '../../core/benchmark/report.ts';
import { compileKernels } from '../../core/backend/wasm/compile.ts';

/**
 * The steps with the JavaScript heap that each allocates: counted in Node, which has Chromium's engine and, unlike its
 * workers, tells the size of the heap.
 */
export async function countAllocations(steps: readonly string[], budgetMs: number): Promise<readonly StepFigure[]> {
  const { steps: figures } = await runBenchmark({
    ...{ backends: ['wasm'], threads: [1], kernels: [], steps, variants: ['reproducible', 'eager'] },
    wasmPath: await compileKernels(),
    budgetMs,
  });
  return figures;
}
