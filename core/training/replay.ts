import type { ProgramLoader } from '../backend/load-program.ts';
import { buildProgram } from '../backend/program/build.ts';
import type { ProgramInput, RecordedState } from '../backend/program/build.ts';
import type { LoadedProgram } from '../backend/program/program.ts';
import { Recorder, RecordingError, sameRecording } from '../backend/program/recorder.ts';
import type { Recording } from '../backend/program/recorder.ts';
import { inTurns } from '../backend/turns.ts';
import type { Arithmetic } from '../backend/wasm/kernel-files.ts';
import { isVital } from './monitor.ts';
import type { TrainingState } from './state.ts';

/** How the steps of a run are executed. */
export type Execution =
  | { readonly mode: 'eager'; readonly reason: string }
  | {
      readonly mode: 'recorded';
      readonly operations: number;
      readonly threads: number;
      readonly bytes: number;
      /** What the kernels really compute with, where there is a choice. */
      readonly arithmetic?: Arithmetic;
    };

/** A recorded step at hand. */
export interface Replayable {
  readonly program: LoadedProgram;
  readonly inputs: readonly ProgramInput[];
  /** Buffers of the figures worth reading, by `<player>/<part>`. */
  readonly results: Readonly<Record<string, number>>;
  /** Those of them that must be finite for a run to go on. */
  readonly vital: readonly number[];
  /** Names of the state that a step changes. */
  readonly changed: readonly string[];
}

interface Observed {
  readonly recording: Recording;
  readonly state: readonly RecordedState[];
}

/** Steps that are written down at most. The first one of a run may differ: averages start as the parameters themselves. */
const mostAttempts = 4;

/** Instructions of a step that is made a program: making one of more would hold a worker up for seconds. */
const mostInstructions = 100_000;

/**
 * Turns the steps of a run into a program. Steps are written down while they run eagerly until two in a row did the same,
 * which becomes a program; once that is loaded the steps are its runs. Else every step stays eager, and says why.
 */
export class Replay {
  readonly #load: ProgramLoader | undefined;
  #observed: Observed | undefined;
  #attempts = 0;
  #reason: string;
  #watching: boolean;
  #loading: Promise<void> | undefined;
  #ready: Replayable | undefined;
  #disposed = false;

  /** Without a loader no step is ever recorded, for the reason given. */
  constructor(load: ProgramLoader | undefined, reason = 'this backend has no programs') {
    this.#load = load;
    this.#reason = load === undefined ? reason : 'the first steps are being recorded';
    this.#watching = load !== undefined;
  }

  get ready(): Replayable | undefined {
    return this.#ready;
  }

  get execution(): Execution {
    if (this.#ready === undefined) return { mode: 'eager', reason: this.#reason };
    const { dispatches, threads, bytes, arithmetic } = this.#ready.program;
    return { mode: 'recorded', operations: dispatches, threads, bytes, ...(arithmetic && { arithmetic }) };
  }

  /** Pending while a program is being made of what the steps did. */
  get loading(): Promise<void> | undefined {
    return this.#loading;
  }

  /** Resolves once it is known how the steps made so far let the next ones be executed. */
  async settled(): Promise<void> {
    await this.#loading;
  }

  /** Makes an eager step of the state; looks on while that is of use. Throws what the step throws. */
  step(state: TrainingState, step: () => void): void {
    if (!this.#watching) {
      step();
      return;
    }
    const recorder = new Recorder();
    const before = new Map(state.names.map((name) => [name, state.get(name)]));
    for (const [name, tensor] of before) recorder.state(name, tensor);
    try {
      const recording = recorder.record(step);
      this.#take({
        recording,
        state: [...before].map(([name, tensor]) => ({
          name,
          shape: tensor.shape,
          before: recorder.bufferOf(tensor),
          after: recorder.bufferOf(state.get(name)),
        })),
      });
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      this.#giveUp(error.message);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#watching = false;
    this.#ready = undefined;
  }

  #take(observed: Observed): void {
    const { length } = observed.recording.instructions;
    if (length > mostInstructions) {
      this.#giveUp(`a step of ${length} operations is too long to be recorded`);
      return;
    }
    const previous = this.#observed;
    this.#observed = observed;
    this.#attempts++;
    if (previous !== undefined && isSame(previous, observed)) {
      this.#stopWatching();
      this.#reason = 'the recorded step is being loaded';
      this.#loading = this.#build(observed)
        .catch((error: unknown) => this.#giveUp(error instanceof Error ? error.message : String(error)))
        .finally(() => (this.#loading = undefined));
    } else if (this.#attempts === mostAttempts) this.#giveUp('what a step does changes from step to step');
  }

  /** In turns: a step of many operations takes seconds, in which the worker has to answer. */
  async #build({ recording, state }: Observed): Promise<void> {
    const { program, inputs, results } = await inTurns(buildProgram(recording, state));
    if (this.#disposed) return;
    const vital = Object.keys(results).flatMap((name) => (isVital(name) ? [results[name]!] : []));
    const changed = program.state.filter(({ before, after }) => before !== after).map(({ name }) => name);
    const loaded = await this.#load!(program);
    if (this.#disposed) loaded.dispose();
    else this.#ready = { program: loaded, inputs, results, vital, changed };
  }

  #giveUp(reason: string): void {
    this.#stopWatching();
    this.#reason = reason;
  }

  #stopWatching(): void {
    this.#watching = false;
    this.#observed = undefined;
  }
}

/** Whether two steps did the same on the same state, in which no two tensors share their values. */
function isSame(a: Observed, b: Observed): boolean {
  return (
    sameRecording(a.recording, b.recording) &&
    JSON.stringify(a.state) === JSON.stringify(b.state) &&
    new Set(b.state.map(({ before }) => before)).size === b.state.length
  );
}
