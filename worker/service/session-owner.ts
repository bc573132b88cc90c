import { LabError } from '../protocol/errors.ts';
import type { RunId, RunRecord } from '../protocol/records.ts';
import type { BackendOwner } from './backend-owner.ts';
import type { DatasetCache } from './dataset-cache.ts';
import { measuringUnderWay } from './exclusive-worker.ts';
import type { RunLocks } from './run-locks.ts';
import type { RunRecords } from './run-records.ts';
import { RunSession } from './run-session.ts';
import { Serial } from './serial.ts';
import type { SessionHost } from './session-host.ts';

/** What runs are loaded with. */
export interface Resources {
  readonly records: RunRecords;
  readonly locks: RunLocks;
  readonly backend: BackendOwner;
  readonly datasets: DatasetCache;
}

/**
 * The runs in memory, one of them or those of a race: loads them, takes them from other tabs and leaves them to them,
 * closes them for the next.
 */
export class SessionOwner {
  readonly #host: SessionHost;
  readonly #resources: Resources;
  readonly #serial = new Serial();
  readonly #sessions = new Map<RunId, RunSession>();

  constructor(host: SessionHost, resources: Resources) {
    this.#host = host;
    this.#resources = resources;
  }

  /** Does work that touches the runs in memory after all such work that was asked for before. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#serial.run(work);
  }

  /** The sessions of whichever runs are in memory. */
  get present(): readonly RunSession[] {
    return [...this.#sessions.values()];
  }

  /** The session of a run that this worker has in memory. */
  live(runId: RunId): RunSession | undefined {
    return this.#sessions.get(runId);
  }

  /** Changes the record of a run, in memory too. */
  async update(runId: RunId, change: Partial<RunRecord>): Promise<void> {
    const record = await this.#resources.records.update(runId, change);
    const live = this.live(runId);
    if (live) live.record = record;
  }

  /**
   * Takes a run for training, in its turn. Others than those that it is trained beside are stored and closed.
   * @throws LabError `busy-elsewhere` where another tab has it, `busy` during a measurement.
   */
  async hold(runId: RunId, beside: ReadonlySet<RunId> = new Set()): Promise<RunSession> {
    const held = await this.#take(runId);
    try {
      // A measurement looks for runs that are held once it has announced itself, and a run for measurements once it is
      // held: whichever is second sees the other.
      if (await measuringUnderWay()) throw measuringError();
      const session = await this.#sessionOf(runId, beside);
      const { completed } = session.trainer;
      if (session.state === 'idle' && completed > 0) {
        await this.update(runId, { resumes: [...session.record.resumes, completed] });
      }
      return session;
    } catch (error) {
      // It may be that of a run that is being trained.
      if (!held) await this.#resources.locks.release(runId);
      throw error;
    }
  }

  /** Stores what a resting run has reached, and lets other tabs have it. */
  async letGo(session: RunSession): Promise<void> {
    if (session.training) return;
    try {
      if (session.usable) await session.saveIfNew();
    } finally {
      await this.#resources.locks.release(session.id);
    }
  }

  /** As letGo, in its turn, while nobody waits for it. */
  leave(session: RunSession): void {
    void this.inTurn(() => this.letGo(session)).catch((error: unknown) => this.#host.events.warn(session.id, error));
  }

  /** Stores and forgets the runs in memory but those to keep. One that can't be stored stays, and the call fails. */
  async close(kept: ReadonlySet<RunId> = new Set()): Promise<void> {
    for (const session of this.present) {
      if (kept.has(session.id)) continue;
      await session.halt();
      await this.letGo(session);
      await this.#forget(session);
    }
  }

  /** Work on a run that needs its parameters but does not move them. No other tab trains it meanwhile. */
  resting<T>(runId: RunId, work: (session: RunSession) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const held = await this.#take(runId);
      try {
        const beside = new Set(this.#sessions.has(runId) ? this.#sessions.keys() : []);
        const session = await this.#sessionOf(runId, beside);
        return await session.between(() => work(session));
      } finally {
        if (!held) await this.#resources.locks.release(runId);
      }
    });
  }

  /** Work that ends a run, which no tab may be training before it is done. The run is no longer in memory then. */
  ending(runId: RunId, work: () => Promise<void>): Promise<void> {
    return this.inTurn(async () => {
      await this.#take(runId);
      try {
        const live = this.live(runId);
        if (live) {
          await live.halt();
          // Where there is no room for its last steps, deleting it must still be possible.
          if (live.usable) await live.saveIfNew().catch((error: unknown) => this.#host.events.warn(runId, error));
          await this.#forget(live);
        }
        await work();
      } finally {
        await this.#resources.locks.release(runId);
      }
    });
  }

  /** A measurement beside a training run would tell the speed of neither. @throws LabError when one is trained, in any tab. */
  async requireRest(): Promise<void> {
    const session = this.present.find(({ training }) => training);
    if (session) {
      throw new LabError('busy', `“${session.record.name}” is being trained.`, { remedy: 'Pause it first.' });
    }
    if ((await this.#resources.locks.elsewhere()).size > 0) {
      throw new LabError('busy-elsewhere', 'A run is being trained in another tab.', {
        remedy: 'Pause it there first.',
      });
    }
  }

  /** Takes a run's lock. @returns whether it was held here already. @throws LabError `busy-elsewhere`. */
  async #take(runId: RunId): Promise<boolean> {
    const { locks } = this.#resources;
    const held = locks.holds(runId);
    if (!(await locks.take(runId))) throw elsewhereError();
    return held;
  }

  /** The run in memory, up to date with the store; others than those beside it are stored and closed. */
  async #sessionOf(runId: RunId, beside: ReadonlySet<RunId>): Promise<RunSession> {
    const { records, backend, datasets } = this.#resources;
    const record = await records.get(runId);
    const present = this.live(runId);
    await this.close(new Set([...beside, runId]));
    // Another tab may have trained it on, or changed it, since it came into memory here.
    const stored = present && (present.savedStep ?? 0) >= record.step && present.record.identity === record.identity;
    if (present?.usable && (present.training || stored)) return present;
    // What the store has is as good as what is in memory, or better.
    await present?.halt();
    if (present) await this.#forget(present);
    await backend.start();
    const session = await RunSession.load(this.#host, record, await datasets.get(record.spec));
    this.#sessions.set(runId, session);
    return session;
  }

  async #forget(session: RunSession): Promise<void> {
    await session.dispose();
    this.#sessions.delete(session.id);
  }
}

const measuringError = (): LabError =>
  new LabError('busy', 'A benchmark or an experiment has this device for itself.', {
    remedy: 'Wait for its end, or cancel it on its page.',
  });

const elsewhereError = (): LabError =>
  new LabError('busy-elsewhere', 'This run is being trained in another tab.', { remedy: 'Pause it there first.' });
