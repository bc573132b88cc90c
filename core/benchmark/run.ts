import { startBackend } from '../backend/backend.ts';
import type { BackendHandle } from '../backend/backend.ts';
import type { Arithmetic } from '../backend/wasm/kernel-files.ts';
import { startThreads, usualThreads } from '../backend/wasm/program/threads.ts';
import type { Threads } from '../backend/wasm/program/threads.ts';
import { benchmarkSteps } from './games/registry.ts';
import { withBatch } from './games/step.ts';
import { interleave, median } from './interleave.ts';
import { kernelCases } from './kernel-cases.ts';
import { measureGpuKernel, measureKernel } from './kernels.ts';
import type { Peaks } from './kernels.ts';
import { describeMachine } from './machine.ts';
import type { BenchmarkOptions } from './options.ts';
import { peakTask } from './peak.ts';
import type { PeakTask } from './peak.ts';
import type { BenchmarkReport, KernelFigure, StepFigure } from './report.ts';
import { measureStep } from './steps.ts';

/** Part of the time that a kernel gets, where a step gets 1. */
const kernelWeight = 0.3;

/** For the peak when no kernel is measured, milliseconds. */
const peakBudget = 150;

/** A DCGAN step that takes longer, milliseconds, is not measured again with every objective. */
const slowDcgan = 1000;

/** Something to measure within some milliseconds, or to be left out when the time is up. */
interface Job {
  readonly what: string;
  readonly weight: number;
  run(budgetMs: number): Promise<void>;
  leaveOut(): void;
}

/**
 * Measures this device: the peak of its SIMD, kernels, and training steps on each backend asked for. It makes other
 * backends tfjs's current one and leaves the last one current, so it wants a worker of its own.
 *
 * @throws Error when the kernels cannot be loaded; the signal's reason once it is aborted.
 */
export async function runBenchmark(options: BenchmarkOptions): Promise<BenchmarkReport> {
  const { budgetMs, signal, onProgress } = options;
  const start = performance.now();
  const machine = await describeMachine(options.name);
  const threads = await threadsOf(options.threads ?? [1, usualThreads()]);
  try {
    const findings = new Findings(options, await peaksOf(options.wasmPath), threads);
    const report = () => ({ version: 1, machine, ...findings.found() }) as const;
    await findings.measurePeak();
    const jobs = findings.jobs();
    let weight = jobs.reduce((sum, job) => sum + job.weight, 0);
    for (const [index, job] of jobs.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ done: index / jobs.length, what: job.what, report: report() });
      const left = budgetMs - (performance.now() - start);
      if (left > 0) await job.run((left * job.weight) / weight);
      else job.leaveOut();
      weight -= job.weight;
    }
    onProgress?.({ done: 1, what: 'done', report: report() });
    return report();
  } finally {
    for (const { pool } of threads.values()) pool?.dispose();
  }
}

/** Each number of threads that can be had. */
async function threadsOf(counts: readonly number[]): Promise<ReadonlyMap<number, Threads>> {
  const found = new Map<number, Threads>();
  for (const count of counts) {
    const threads = await startThreads(count);
    if (count === 1 || threads.pool !== undefined) found.set(count, threads);
  }
  return found;
}

async function peaksOf(wasmPath: string): Promise<Peaks> {
  const reproducible = await peakTask(wasmPath, 'reproducible');
  // Browsers without fused multiply-adds have no fast arithmetic.
  const fast = await peakTask(wasmPath, 'fast').catch(() => undefined);
  return { reproducible, ...(fast && { fast }) };
}

/** What a benchmark has found, and how it goes on. */
class Findings {
  readonly #options: BenchmarkOptions;
  readonly #peaks: Peaks;
  readonly #threads: ReadonlyMap<number, Threads>;
  readonly #samples: Record<Arithmetic, number[]> = { reproducible: [], fast: [] };
  readonly #kernels: KernelFigure[] = [];
  readonly #steps: StepFigure[] = [];
  #backend: BackendHandle | undefined;

  constructor(options: BenchmarkOptions, peaks: Peaks, threads: ReadonlyMap<number, Threads>) {
    this.#options = options;
    this.#peaks = peaks;
    this.#threads = threads;
  }

  found(): Pick<BenchmarkReport, 'peak' | 'kernels' | 'steps'> {
    const { reproducible, fast } = this.#samples;
    return {
      peak: { plain: median(reproducible), relaxed: fast.length > 0 ? median(fast) : null },
      kernels: [...this.#kernels],
      steps: [...this.#steps],
    };
  }

  async measurePeak(): Promise<void> {
    const tasks = Object.entries(this.#peaks) as [Arithmetic, PeakTask][];
    const { signal } = this.#options;
    const samples = await interleave(
      tasks.map(([, task]) => task),
      { budgetMs: peakBudget, rounds: 9, signal },
    );
    tasks.forEach(([arithmetic, { gflops }], index) => this.#samples[arithmetic].push(...samples[index]!.map(gflops)));
  }

  /** In the order in which they are done. */
  jobs(): readonly Job[] {
    const { backends, kernels, steps } = this.#options;
    const cases = kernelCases.filter(({ name }) => kernels === undefined || kernels.includes(name));
    const names = [...benchmarkSteps.keys()].filter((name) => steps === undefined || steps.includes(name));
    return [
      ...(backends.includes('wasm') ? cases.map((kernel) => this.#kernelJob(kernel)) : []),
      ...(backends.includes('webgpu') ? cases.map((kernel) => this.#gpuKernelJob(kernel)) : []),
      ...backends.flatMap((backend) => names.map((name) => this.#stepJob(name, backend))),
    ];
  }

  #kernelJob(kernel: (typeof kernelCases)[number]): Job {
    const { wasmPath, signal } = this.#options;
    return {
      what: kernel.name,
      weight: kernelWeight,
      run: async (budgetMs) => {
        const found = await measureKernel(kernel, this.#peaks, { wasmPath, threads: this.#threads, budgetMs, signal });
        this.#kernels.push(...found.figures);
        for (const [arithmetic, samples] of Object.entries(found.peaks)) {
          this.#samples[arithmetic as Arithmetic].push(...samples);
        }
      },
      leaveOut: () => {},
    };
  }

  #gpuKernelJob(kernel: (typeof kernelCases)[number]): Job {
    const { signal } = this.#options;
    return {
      what: `${kernel.name} on WebGPU`,
      weight: kernelWeight,
      run: async (budgetMs) => {
        // The notes of the steps say why there is none.
        if ((await this.#start('webgpu')).name !== 'webgpu') return;
        this.#kernels.push(await measureGpuKernel(kernel, { budgetMs, signal }));
      },
      leaveOut: () => {},
    };
  }

  #stepJob(name: string, backend: 'wasm' | 'webgpu'): Job {
    const { wasmPath, signal, batch, variants = ['fast', 'reproducible'] } = this.#options;
    const leaveOut = (note: string) => {
      this.#steps.push({ name, variant: variants[0]!, backend, threads: 1, ms: null, note });
    };
    return {
      what: `${name} on ${backend === 'wasm' ? 'WebAssembly' : 'WebGPU'}`,
      weight: 1,
      run: async (budgetMs) => {
        if (this.#tooSlowFor(name, backend)) return leaveOut(`left out: dcgan28 takes more than ${slowDcgan} ms here`);
        const handle = await this.#start(backend);
        if (handle.name !== backend) return leaveOut(handle.reason);
        const { heapBytes } = handle;
        const threads = backend === 'wasm' ? this.#threads : new Map([[1, { reason: '' }]]);
        const whole = benchmarkSteps.get(name)!();
        const step = batch === undefined ? whole : withBatch(whole, batch);
        const budget = { backend, variants, threads, wasmPath, budgetMs, signal, heapBytes };
        this.#steps.push(...(await measureStep(step, budget)));
      },
      leaveOut: () => leaveOut('left out: the time was up'),
    };
  }

  /** The objectives on a DCGAN are for devices that train one quickly. */
  #tooSlowFor(name: string, backend: StepFigure['backend']): boolean {
    if (!name.startsWith('dcgan28, ')) return false;
    const known = this.#steps.filter((figure) => figure.name === 'dcgan28' && figure.backend === backend);
    return known.length > 0 && known.every(({ ms }) => ms === null || ms > slowDcgan);
  }

  async #start(backend: 'wasm' | 'webgpu'): Promise<BackendHandle> {
    // Asked for again when WebGPU had given way to another: the answer says why once more.
    if (this.#backend?.name !== backend) {
      const { wasmPath } = this.#options;
      this.#backend = await startBackend({ choice: backend, wasmPath, arithmetic: 'fast' });
    }
    return this.#backend;
  }
}
