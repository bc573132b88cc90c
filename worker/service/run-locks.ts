import type { RunId } from '../protocol/records.ts';

const lockName = (runId: RunId): string => `latent-lab/run/${runId}`;

/** Which runs this worker holds: a run is trained by one tab at a time. */
export class RunLocks {
  readonly #held = new Map<RunId, () => void>();

  /** Takes a run unless another tab holds it. */
  async take(runId: RunId): Promise<boolean> {
    if (this.#held.has(runId)) return true;
    return new Promise((answer, reject) => {
      navigator.locks
        .request(lockName(runId), { ifAvailable: true }, (lock) => {
          answer(lock !== null);
          if (lock === null) return undefined;
          // The lock lasts until this promise resolves; the browser frees it when the worker dies.
          return new Promise<void>((release) => this.#held.set(runId, release));
        })
        .catch(reject);
    });
  }

  /** Whether this worker has the run. */
  holds(runId: RunId): boolean {
    return this.#held.has(runId);
  }

  release(runId: RunId): void {
    this.#held.get(runId)?.();
    this.#held.delete(runId);
  }

  /** The runs that other tabs hold. */
  async elsewhere(): Promise<ReadonlySet<RunId>> {
    const { held = [] } = await navigator.locks.query();
    const prefix = lockName('');
    const runs = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
    return new Set(runs.filter((runId) => !this.#held.has(runId)));
  }
}
