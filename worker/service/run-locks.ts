import type { RunId } from '../protocol/records.ts';

const lockName = (runId: RunId): string => `latent-lab/run/${runId}`;

interface Held {
  /** Ends the promise that the lock lasts as long as. */
  readonly letGo: () => void;
  /** Resolves once the browser has freed the lock. */
  readonly freed: Promise<unknown>;
  leaving: boolean;
}

/** Which runs this worker holds: a run is trained by one tab at a time. */
export class RunLocks {
  readonly #held = new Map<RunId, Held>();

  /** Takes a run unless another tab holds it. */
  async take(runId: RunId): Promise<boolean> {
    if (this.holds(runId)) return true;
    await this.#held.get(runId)?.freed;
    return new Promise((answer, reject) => {
      const freed: Promise<unknown> = navigator.locks.request(lockName(runId), { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        if (lock === null) return undefined;
        // The lock lasts until this promise resolves; the browser frees it when the worker dies.
        return new Promise<void>((letGo) => this.#held.set(runId, { letGo, freed, leaving: false }));
      });
      freed.catch(reject);
    });
  }

  /** Whether this worker has the run. */
  holds(runId: RunId): boolean {
    return this.#held.get(runId)?.leaving === false;
  }

  /** Answers once another tab can take the run. */
  async release(runId: RunId): Promise<void> {
    const held = this.#held.get(runId);
    if (!held) return;
    held.leaving = true;
    held.letGo();
    await held.freed;
    if (this.#held.get(runId) === held) this.#held.delete(runId);
  }

  /** The runs that other tabs hold. */
  async elsewhere(): Promise<ReadonlySet<RunId>> {
    const { held = [] } = await navigator.locks.query();
    const prefix = lockName('');
    const runs = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
    return new Set(runs.filter((runId) => !this.#held.has(runId)));
  }
}
