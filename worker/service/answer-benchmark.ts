import { runBenchmark } from '../../core/benchmark/run.ts';
import { toServiceError } from '../protocol/errors.ts';
import type { BenchmarkMessage, BenchmarkOrder } from './benchmark.ts';

/** The benchmarker's side: measures what is asked for and answers once. */
export function answerBenchmark(): void {
  const tell = (message: BenchmarkMessage): void => self.postMessage(message);
  self.onmessage = async ({ data: { request, wasmPath } }: MessageEvent<BenchmarkOrder>) => {
    try {
      const report = await runBenchmark({
        ...request,
        wasmPath,
        onProgress: (progress) => tell({ progress }),
      });
      tell({ answer: { ok: true, value: report } });
    } catch (error) {
      tell({ answer: { ok: false, error: toServiceError(error) } });
    }
  };
}
