import type { BenchmarkProgress } from '../../../core/benchmark/options.ts';
import type { BenchmarkReport } from '../../../core/benchmark/report.ts';
import type { BenchmarkRequest } from '../../../worker/protocol/benchmark.ts';
import type { ServiceError } from '../../../worker/protocol/errors.ts';
import type { TrainingService } from '../../../worker/protocol/service.ts';
import { Store } from '../../state/store.ts';
import { KeptReport } from './kept-report.ts';

export interface RunningBenchmark extends Omit<BenchmarkProgress, 'report'> {
  readonly phase: 'running';
  readonly cancelling: boolean;
  /** What has been found so far; absent before the first figure. */
  readonly report?: BenchmarkReport;
}

export type BenchmarkState =
  { readonly phase: 'idle' } | RunningBenchmark | { readonly phase: 'failed'; readonly error: ServiceError };

/** The benchmark of this device, which goes on while other screens are looked at. */
export class BenchmarkModel {
  readonly state = new Store<BenchmarkState>({ phase: 'idle' });
  readonly own = new KeptReport();
  readonly #service: () => TrainingService;

  constructor(service: () => TrainingService) {
    this.#service = service;
  }

  /** Resolves when it has ended, whichever way. */
  async start(request: BenchmarkRequest): Promise<void> {
    if (this.state.value.phase === 'running') return;
    this.state.value = { phase: 'running', cancelling: false, done: 0, what: 'the peak of the processor' };
    const answer = await this.#service().benchmark(request);
    if (answer.ok) this.own.keep({ at: Date.now(), report: answer.value });
    const cancelled = !answer.ok && answer.error.code === 'cancelled';
    this.state.value = answer.ok || cancelled ? { phase: 'idle' } : { phase: 'failed', error: answer.error };
  }

  async cancel(): Promise<void> {
    const state = this.state.value;
    if (state.phase !== 'running') return;
    this.state.value = { ...state, cancelling: true };
    await this.#service().cancelBenchmark();
  }

  /** Takes news of the benchmark. */
  receive({ done, what, report }: BenchmarkProgress): void {
    const state = this.state.value;
    if (state.phase === 'running') this.state.value = { ...state, done, what, report };
  }
}
