import type { BenchmarkProgress } from '../../core/benchmark/options.ts';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import type { BenchmarkRequest } from '../protocol/benchmark.ts';
import type { Result } from '../protocol/errors.ts';
import { LabError } from '../protocol/errors.ts';

/** Name of a worker that only measures. */
export const benchmarkerName = 'latent-lab-benchmarker';

/** Held by whichever tab measures: a run beside it would spoil its figures. */
const lockName = 'latent-lab/benchmark';

/** What goes to the benchmarker. */
export interface BenchmarkOrder {
  readonly request: BenchmarkRequest;
  readonly wasmPath: string;
}

/** What comes back from it: progress, then one answer. */
export type BenchmarkMessage = { readonly progress: BenchmarkProgress } | { readonly answer: Result<BenchmarkReport> };

/** Whether this device is being measured, in any tab. */
export async function benchmarkUnderWay(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockName);
}

type Told = (progress: BenchmarkProgress) => void;

/** Measures this device in a worker of its own, from the script that runs now: it makes other backends current. */
export class Benchmarker {
  #cancelled: AbortController | undefined;

  /**
   * @param ready Asked once no run can start any more; throws where one trains already.
   * @throws LabError `busy-elsewhere`, `cancelled`, or what went wrong.
   */
  async run(order: BenchmarkOrder, ready: () => Promise<void>, told: Told): Promise<BenchmarkReport> {
    return navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
      if (!lock) {
        throw new LabError('busy-elsewhere', 'This device is being benchmarked already.', {
          remedy: 'Wait for the end of that benchmark, or cancel it.',
        });
      }
      const { signal } = (this.#cancelled = new AbortController());
      await ready();
      return measure(order, told, signal);
    });
  }

  cancel(): void {
    this.#cancelled?.abort(new LabError('cancelled', 'The benchmark was cancelled.'));
  }
}

function measure(order: BenchmarkOrder, told: Told, signal: AbortSignal): Promise<BenchmarkReport> {
  signal.throwIfAborted();
  const worker = new Worker(self.location.href, { type: 'module', name: benchmarkerName });
  return new Promise<BenchmarkReport>((resolve, reject) => {
    // Only its death ends a measurement at once.
    signal.addEventListener('abort', () => reject(signal.reason as LabError));
    worker.onmessage = ({ data }: MessageEvent<BenchmarkMessage>) => {
      if ('progress' in data) told(data.progress);
      else if (data.answer.ok) resolve(data.answer.value);
      else reject(new LabError(data.answer.error.code, data.answer.error.message, data.answer.error));
    };
    worker.onerror = (event) => {
      const detail = event.message ? `: ${event.message}` : '';
      const remedy = 'Try again with one backend, or the short benchmark.';
      reject(new LabError('internal', `The benchmark’s worker crashed${detail}.`, { remedy }));
    };
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}
