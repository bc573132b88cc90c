import { InterruptedError } from '../backend/interrupt.ts';
import type { ProgramLoader } from '../backend/load-program.ts';
import { loadProgram } from '../backend/wasm/program/load.ts';
import type { Threads } from '../backend/wasm/program/threads.ts';
import { Trainer } from '../training/trainer.ts';
import type { BenchmarkStep } from './games/step.ts';
import { heapUsed } from './heap-used.ts';
import { median } from './interleave.ts';
import type { OwnVariant } from './options.ts';
import type { StepFigure } from './report.ts';

/** Steps after which a trainer must have made up its mind whether it can replay them. */
const mostWarmUps = 6;

/** How a step is to be run. */
export interface Way {
  readonly variant: OwnVariant;
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  /** Those threads, on WebAssembly. */
  readonly pool: Threads;
  readonly wasmPath: string;
  /** A single step may take so long, milliseconds. */
  readonly limitMs: number;
}

/** A step run in one way, over and over. */
export class Contender {
  readonly #name: string;
  readonly #way: Way;
  readonly #trainer: Trainer;
  /** What its kernels took so far, where a program tells. */
  readonly #kernels: { ms: number };
  readonly #hostMs: number[] = [];
  #failure: string | undefined;
  #threadsReason = '';

  /** Trains some steps first: what is recorded is written down then. Never rejects: its figure says why it failed. */
  static async start(step: BenchmarkStep, way: Way): Promise<Contender> {
    const contender = new Contender(step, way);
    for (let i = 0; i < mostWarmUps && contender.#failure === undefined; i++) {
      await contender.run();
      await contender.#trainer.settled();
      if (way.variant === 'eager' || contender.#trainer.execution.mode === 'recorded') break;
    }
    contender.#hostMs.length = 0;
    return contender;
  }

  private constructor({ name, game, spec, dataset }: BenchmarkStep, way: Way) {
    const { variant, backend, wasmPath, pool } = way;
    const arithmetic = variant === 'fast' ? 'fast' : 'reproducible';
    const kernels = { ms: 0 };
    const load: ProgramLoader = async (program) => {
      const loaded = await loadProgram(program, { wasmPath, arithmetic, threads: pool });
      this.#threadsReason = loaded.threadsReason;
      const run = loaded.run.bind(loaded);
      loaded.run = (interrupted) => {
        const begin = performance.now();
        run(interrupted);
        kernels.ms += performance.now() - begin;
      };
      return loaded;
    };
    this.#name = name;
    this.#way = way;
    this.#kernels = kernels;
    const replay = variant !== 'eager' && (backend === 'wasm' ? load : true);
    this.#trainer = Trainer.play(game, { ...spec, arithmetic }, dataset, replay);
  }

  /** Makes a step, unless one has failed before; on a graphics processor it is done when the promise is kept. */
  run(): void | Promise<void> {
    if (this.#failure !== undefined) return;
    const { backend, limitMs } = this.#way;
    const begin = performance.now();
    const kernelsBefore = this.#kernels.ms;
    try {
      this.#trainer.step(() => performance.now() - begin > limitMs);
      this.#hostMs.push(performance.now() - begin - (this.#kernels.ms - kernelsBefore));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (backend === 'webgpu') {
      return this.#trainer.report().then(
        () => {},
        (error: unknown) => this.#fail(error),
      );
    }
  }

  #fail(error: unknown): void {
    const { limitMs } = this.#way;
    if (error instanceof InterruptedError) this.#failure = `a step takes longer than ${(limitMs / 1000).toFixed(1)} s`;
    else this.#failure = error instanceof Error ? error.message : String(error);
  }

  /** What the samples say, milliseconds each. */
  figure(samples: readonly number[], heapBytes: number | undefined): StepFigure {
    const { variant, backend, threads } = this.#way;
    const base = { name: this.#name, variant, backend, threads };
    if (this.#failure !== undefined) return { ...base, ms: null, note: this.#failure };
    const { execution } = this.#trainer;
    const recorded = execution.mode === 'recorded' ? execution : undefined;
    const allocated = backend === 'wasm' ? this.#allocated() : undefined;
    const memory = recorded?.bytes ?? heapBytes;
    const notes = [
      ...(execution.mode === 'eager' && variant !== 'eager' ? [`not recorded: ${execution.reason}`] : []),
      ...(recorded && recorded.threads !== threads ? [`on one thread: ${this.#threadsReason}`] : []),
      ...(samples.length === 1 ? ['measured once'] : []),
    ];
    return {
      ...base,
      ms: median(samples),
      dispatches: recorded?.operations ?? this.#operations(),
      ...((recorded || backend === 'webgpu') && { hostMs: median(this.#hostMs) }),
      ...(allocated !== undefined && { allocated }),
      ...(memory !== undefined && { memory }),
      ...(notes.length > 0 && { note: notes.join('; ') }),
    };
  }

  dispose(): void {
    this.#trainer.dispose();
  }

  /** Kernels of an eager step: it asks before each whether to go on. */
  #operations(): number {
    let count = 0;
    this.#trainer.step(() => {
      count++;
      return false;
    });
    return count;
  }

  /** Bytes of JavaScript heap that a step allocates, where the host tells; undefined when a collection came between. */
  #allocated(): number | undefined {
    for (const steps of [50, 10, 2]) {
      const before = heapUsed();
      if (before === undefined) return undefined;
      for (let i = 0; i < steps; i++) this.#trainer.step();
      const grown = heapUsed()! - before;
      if (grown >= 0) return Math.round(grown / steps);
    }
    return undefined;
  }
}
