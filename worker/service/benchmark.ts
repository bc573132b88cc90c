import type { BenchmarkProgress } from '../../core/benchmark/options.ts';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import { runBenchmark } from '../../core/benchmark/run.ts';
import type { BenchmarkRequest } from '../protocol/benchmark.ts';
import { answerOrder, ExclusiveWorker } from './exclusive-worker.ts';

/** Name of a worker that only measures. */
export const benchmarkerName = 'latent-lab-benchmarker';

/** What goes to the benchmarker. */
interface BenchmarkOrder {
  readonly request: BenchmarkRequest;
  readonly wasmPath: string;
}

/** Measures this device. */
export const benchmarker = (): ExclusiveWorker<BenchmarkOrder, BenchmarkProgress, BenchmarkReport> =>
  new ExclusiveWorker({
    worker: benchmarkerName,
    what: 'benchmark',
    remedy: 'Try again with one backend, or the short benchmark.',
  });

/** The benchmarker's side. */
export const answerBenchmark = (): void =>
  answerOrder<BenchmarkOrder, BenchmarkProgress, BenchmarkReport>(({ request, wasmPath }, onProgress) =>
    runBenchmark({ ...request, wasmPath, onProgress }),
  );
