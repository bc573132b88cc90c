// How the thread that runs a program and the pool's threads talk: by messages about what there is to run, and, for each
// run, by words of shared memory, which threads that wait for work look at and sleep on.

/** Words of the control block. */
export const Control = {
  /** Changes whenever there is something to do; threads sleep on it. */
  signal: 0,
  /** Runs so far. */
  runs: 1,
  /** Messages so far, for each thread the same. */
  messages: 2,
  /** Of the present run: the program, and the addresses of its instructions. */
  program: 3,
  from: 4,
  end: 5,
} as const;

export const controlBytes = 64;

export type ToThread =
  | { readonly type: 'start'; readonly control: SharedArrayBuffer; readonly thread: number; readonly threads: number }
  | {
      readonly type: 'attach';
      readonly program: number;
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      readonly barrier: number;
    }
  | { readonly type: 'detach'; readonly program: number };

export type FromThread =
  /** Answers `start` and `attach`. */
  { readonly type: 'done' } | { readonly type: 'failed'; readonly message: string };
