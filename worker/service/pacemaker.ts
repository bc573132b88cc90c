import type { RunId } from '../protocol/records.ts';

/** A round is made longer while it takes less than this for every run, in milliseconds, and shorter when it takes four times as much. */
const quickRound = 60;

/**
 * Keeps runs that are trained together in step: each may go on to the end of the present round, and the next round
 * begins when all of them have. A round is as many steps as make waiting cheap and pictures of the runs comparable.
 */
export class Pacemaker {
  readonly #runners: Set<RunId>;
  readonly #waiting = new Map<RunId, () => void>();
  /** Steps that every run may complete in this round. */
  #target: number;
  #length = 1;
  #begun = performance.now();

  /** @param from Steps that the run which is least far has made. */
  constructor(runners: Iterable<RunId>, from: number) {
    this.#runners = new Set(runners);
    this.#target = from + 1;
  }

  /** Whether a run that has made so many steps must wait for the others. */
  mustWait(runId: RunId, completed: number): boolean {
    return this.#runners.has(runId) && completed >= this.#target;
  }

  /** Resolves when the next round begins, or when the run is woken. */
  wait(runId: RunId): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(runId, resolve);
      this.#nextRound();
    });
  }

  /** Ends a run's waiting without letting it go on: it looks what else is wanted of it. */
  wake(runId: RunId): void {
    this.#waiting.get(runId)?.();
    this.#waiting.delete(runId);
  }

  /** The run has come to its end: the others need not wait for it any more. */
  leave(runId: RunId): void {
    this.wake(runId);
    this.#runners.delete(runId);
    this.#nextRound();
  }

  #nextRound(): void {
    if (this.#waiting.size < this.#runners.size) return;
    const took = (performance.now() - this.#begun) / Math.max(1, this.#runners.size);
    if (took < quickRound) this.#length *= 2;
    else if (took > 4 * quickRound) this.#length = Math.max(1, Math.floor(this.#length / 2));
    this.#target += this.#length;
    this.#begun = performance.now();
    for (const runId of [...this.#waiting.keys()]) this.wake(runId);
  }
}
