/** Something to be timed. */
export interface Task {
  /** Runs once; what it takes until it returns, or its promise is kept, is one sample. */
  run(): void | Promise<void>;
}

export interface InterleaveOptions {
  /** For all tasks together, milliseconds. Every task runs at least once, warm-up not counted. */
  readonly budgetMs: number;
  /** Rounds at most. */
  readonly rounds: number;
  readonly signal?: AbortSignal | undefined;
  /** The clock, milliseconds. */
  readonly now?: () => number;
}

/** Clocks of pages that are not isolated tick every 0.1 ms: a sample must be long against that. */
const shortestSample = 3;

/** Waits at least as long as messages need to come in. */
const longestSilence = 50;

/** One sample is enough of a task that takes so long, milliseconds. */
const longTask = 10_000;

/**
 * Times tasks in turn, round after round, so that a slow minute of the machine is shared by all of them. A first run of
 * each, in which code is compiled and memory first touched, does not count.
 *
 * @returns Milliseconds of a run, every sample of each task.
 * @throws The signal's reason once it is aborted, between samples.
 */
export async function interleave(
  tasks: readonly Task[],
  { budgetMs, rounds, signal, now = () => performance.now() }: InterleaveOptions,
): Promise<number[][]> {
  const start = now();
  let heard = start;
  const breathe = async () => {
    if (now() - heard > longestSilence) {
      await new Promise((resolve) => setTimeout(resolve));
      heard = now();
    }
    signal?.throwIfAborted();
  };
  const time = async (task: Task, runs: number): Promise<number> => {
    const begin = now();
    for (let i = 0; i < runs; i++) {
      const pending = task.run();
      // An await costs time of its own, which a run that is done should not be charged.
      if (pending !== undefined) await pending;
    }
    return (now() - begin) / runs;
  };
  const samples: number[][] = [];
  const runs: number[] = [];
  for (const task of tasks) {
    await breathe();
    const first = await time(task, 1);
    // A task that fills the budget by itself has been measured; compiling it was little of that.
    samples.push(first > Math.min(longTask, budgetMs / tasks.length) ? [first] : []);
    const second = first < shortestSample ? await time(task, 1) : first;
    runs.push(Math.max(1, Math.ceil(shortestSample / Math.max(second, 1e-3))));
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, task] of tasks.entries()) {
      const own = samples[index]!;
      const spent = now() - start;
      if (own.length > 0 && (spent > budgetMs || own[0]! > longTask)) continue;
      await breathe();
      own.push(await time(task, runs[index]!));
    }
  }
  return samples;
}

/** The middle value, or the mean of the two middle ones. NaN of none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
