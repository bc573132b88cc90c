import { Control, controlBytes } from './thread-protocol.ts';
import type { FromThread, ToThread } from './thread-protocol.ts';

/** What the pool needs of a worker. */
export interface ThreadWorker {
  postMessage(message: ToThread): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromThread }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** Somebody who waits for a thread's answer. */
interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

export type CreateThread = () => ThreadWorker;

const createWorker: CreateThread = () =>
  new Worker(new URL('./thread.ts', import.meta.url), { type: 'module', name: 'thread' }) as ThreadWorker;

/** Milliseconds that workers may take to start or to take a program over. */
const patience = 20_000;

/**
 * Threads that run programs together with the one that owns the pool, which is thread 0 and waits for the others. Its
 * owner must be a worker: a page's own thread may not wait.
 */
export class ThreadPool {
  /** With the owner's own. */
  readonly threads: number;
  readonly #control = new Int32Array(new SharedArrayBuffer(controlBytes));
  readonly #workers: ThreadWorker[] = [];
  readonly #answers: Waiting[][] = [];
  #programs = 0;
  #failure: string | undefined;

  private constructor(threads: number) {
    this.threads = threads;
  }

  /** @throws Error when the workers don't start. */
  static async start(threads: number, createThread: CreateThread = createWorker): Promise<ThreadPool> {
    const pool = new ThreadPool(threads);
    try {
      for (let thread = 1; thread < threads; thread++) pool.#add(thread, createThread());
      const control = pool.#control.buffer;
      await pool.#ask((thread) => ({ type: 'start', control, thread, threads }));
    } catch (error) {
      pool.dispose();
      throw error;
    }
    return pool;
  }

  #add(thread: number, worker: ThreadWorker): void {
    const answers: Waiting[] = [];
    worker.onmessage = ({ data }) => {
      if (data.type === 'done') answers.shift()?.resolve();
      else this.fail(`thread ${thread} failed: ${data.message}`);
    };
    worker.onerror = ({ message }) => this.fail(`thread ${thread} failed: ${message ?? 'it did not start'}`);
    this.#workers.push(worker);
    this.#answers.push(answers);
  }

  /** Why the pool can no longer be used. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /**
   * Gives a program's memory and kernels to all threads, and returns its number.
   * @throws Error when a thread can't take them.
   */
  async attach(module: WebAssembly.Module, memory: WebAssembly.Memory, barrier: number): Promise<number> {
    const program = this.#programs++;
    await this.#ask(() => ({ type: 'attach', program, module, memory, barrier }));
    return program;
  }

  detach(program: number): void {
    if (this.#failure === undefined) this.#send(() => ({ type: 'detach', program }));
  }

  /** Lets the other threads run the instructions between two addresses; the owner does its own part and meets them. */
  begin(program: number, from: number, end: number): void {
    const control = this.#control;
    control[Control.program] = program;
    control[Control.from] = from;
    control[Control.end] = end;
    Atomics.add(control, Control.runs, 1);
    this.#wake();
  }

  /** Ends all threads; programs go on alone. */
  fail(reason: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason;
    for (const worker of this.#workers) worker.terminate();
    for (const answers of this.#answers) for (const { reject } of answers.splice(0)) reject(new Error(reason));
  }

  dispose(): void {
    this.fail('the threads were let go');
  }

  async #ask(message: (thread: number) => ToThread): Promise<void> {
    if (this.#failure !== undefined) throw new Error(this.#failure);
    const answered = this.#answers.map(
      (answers) => new Promise<void>((resolve, reject) => answers.push({ resolve, reject })),
    );
    const timer = setTimeout(() => this.fail('the threads do not answer'), patience);
    try {
      this.#send(message);
      await Promise.all(answered);
    } finally {
      clearTimeout(timer);
    }
  }

  #send(message: (thread: number) => ToThread): void {
    Atomics.add(this.#control, Control.messages, 1);
    this.#wake();
    this.#workers.forEach((worker, index) => worker.postMessage(message(index + 1)));
  }

  #wake(): void {
    Atomics.add(this.#control, Control.signal, 1);
    Atomics.notify(this.#control, Control.signal);
  }
}
