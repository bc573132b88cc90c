import { InterruptedError } from '../../interrupt.ts';
import type { LoadedProgram, Numbers, Program, StateSlot } from '../../program/program.ts';
import * as tf from '../../tf.ts';
import { instantiate } from '../kernel-files.ts';
import type { Arithmetic, Kernels } from '../kernel-files.ts';
import type { Assembled, Version } from './assemble.ts';
import { breakBarrier, prepareBarrier } from './barrier.ts';
import type { ThreadPool } from './thread-pool.ts';

/** Where the barrier lies in a program's memory. */
const barrier = 0;

/** A program in a WebAssembly memory of its own: one call runs a step. Made by `loadProgram`. */
export class WasmProgram implements LoadedProgram {
  readonly bytes: number;
  readonly dispatches: number;
  readonly #program: Program;
  readonly #memory: WebAssembly.Memory;
  readonly #module: WebAssembly.Module;
  readonly #kernels: Kernels;
  /** The threads that share the work, and how they know this program. */
  #pool: ThreadPool | undefined;
  #number = 0;
  /** What the kernels compute with. */
  arithmetic: Arithmetic = 'reproducible';
  #threadsReason = '';
  readonly #versions: readonly Version[];
  readonly #slots: ReadonlyMap<string, StateSlot>;
  /** Views by version and buffer, made when first asked for. */
  readonly #views: (Numbers | undefined)[][];
  /** The version that finds the present state where it lies. */
  #present = 0;
  #finished = false;

  constructor(program: Program, { versions }: Assembled, memory: WebAssembly.Memory, module: WebAssembly.Module) {
    this.bytes = memory.buffer.byteLength;
    this.dispatches = program.instructions.length;
    this.#program = program;
    this.#memory = memory;
    this.#module = module;
    this.#kernels = instantiate(module, memory);
    this.#versions = versions;
    this.#slots = new Map(program.state.map((slot) => [slot.name, slot]));
    this.#views = versions.map(() => []);
    for (const { words, start } of versions) new Int32Array(memory.buffer, start, words.length).set(words);
    program.buffers.forEach(({ kind, values }, buffer) => {
      if (kind === 'constant' && values !== undefined) this.#set(buffer, values);
    });
  }

  get threads(): number {
    return this.#pool === undefined || this.#pool.failure !== undefined ? 1 : this.#pool.threads;
  }

  /** Why there are not more threads, where more were asked for. */
  get threadsReason(): string {
    return this.#pool?.failure ?? this.#threadsReason;
  }

  /** Says why one thread runs the program though more were asked for. */
  set threadsReason(reason: string) {
    this.#threadsReason = reason;
  }

  /**
   * Shares the work from now on, if the pool can; the program's memory must be shared, and it must have been assembled
   * for as many threads. Threads wait for each other that many seconds.
   */
  async shareWith(pool: ThreadPool, patience: number): Promise<void> {
    prepareBarrier(this.#memory, barrier, patience);
    this.#pool = pool;
    // A pool that has failed says why itself.
    this.#number = await pool.attach(this.#module, this.#memory, barrier).catch(() => 0);
  }

  write(buffer: number, values: Numbers): void {
    const kind = this.#program.buffers[buffer]?.kind;
    if (kind !== 'input' && kind !== 'state') throw new Error(`Buffer ${buffer} is not to be written from outside.`);
    this.#set(buffer, values);
  }

  writeState(name: string, values: Float32Array): void {
    this.#set(this.#slot(name).before, values);
  }

  takeState(name: string, tensor: tf.Tensor): void {
    this.writeState(name, tensor.dataSync<'float32'>());
  }

  run(interrupted?: () => boolean): void {
    this.#finished = false;
    if (this.threads === 1) this.#step(interrupted);
    else {
      try {
        this.#step(interrupted);
      } catch (error) {
        if (error instanceof InterruptedError) throw error;
        // A step changes nothing that it starts from, so it can be done over again.
        breakBarrier(this.#memory, barrier);
        this.#pool!.fail(`the threads lost each other: ${String(error)}`);
        this.#step(interrupted);
      }
    }
    this.#finished = true;
  }

  #step(interrupted: (() => boolean) | undefined): void {
    const { threads } = this;
    const { start, ends } = this.#versions[this.#present]!;
    let from = start;
    for (let segment = 0; segment < ends.length; segment++) {
      if (interrupted?.()) throw new InterruptedError();
      const end = ends[segment]!;
      if (threads > 1) this.#pool!.begin(this.#number, from, end);
      this.#kernels.run(from, end, 0, threads, barrier);
      from = end;
    }
  }

  commit(): void {
    if (!this.#finished) throw new Error('There is no finished step whose state could be taken over.');
    this.#finished = false;
    this.#present = (this.#present + 1) % this.#versions.length;
  }

  result(buffer: number): Float32Array {
    if (this.#program.buffers[buffer]?.kind !== 'result') throw new Error(`Buffer ${buffer} holds no result.`);
    return this.#floats(buffer);
  }

  async readResults(buffers: readonly number[]): Promise<Float32Array> {
    return Float32Array.from(buffers, (buffer) => this.result(buffer)[0]!);
  }

  async readState(): Promise<Readonly<Record<string, Float32Array>>> {
    return Object.fromEntries(
      this.#program.state.map(({ name, before }) => [name, this.#floats(before).slice()] as const),
    );
  }

  tensor(name: string): tf.Tensor {
    const { before, shape } = this.#slot(name);
    return tf.tensor(this.#floats(before).slice(), [...shape], 'float32');
  }

  dispose(): void {
    this.#pool?.detach(this.#number);
    for (const views of this.#views) views.length = 0;
  }

  #slot(name: string): StateSlot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`This program has no state named ${name}.`);
    return slot;
  }

  #set(buffer: number, values: Numbers): void {
    const { bytes } = this.#program.buffers[buffer]!;
    if (values.byteLength !== bytes) {
      throw new Error(`Buffer ${buffer} takes ${bytes} bytes, not ${values.byteLength}.`);
    }
    const view = this.#views[this.#present]![buffer];
    if (view?.constructor === values.constructor) view.set(values);
    else this.#view(buffer, values.constructor as NumbersConstructor).set(values);
  }

  #floats(buffer: number): Float32Array {
    const view = this.#views[this.#present]![buffer];
    return view instanceof Float32Array ? view : (this.#view(buffer, Float32Array) as Float32Array);
  }

  #view(buffer: number, type: NumbersConstructor): Numbers {
    const address = this.#versions[this.#present]!.addresses[buffer]!;
    const length = this.#program.buffers[buffer]!.bytes / type.BYTES_PER_ELEMENT;
    const view = new type(this.#memory.buffer, address, length);
    this.#views[this.#present]![buffer] = view;
    return view;
  }
}

type NumbersConstructor = Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;
