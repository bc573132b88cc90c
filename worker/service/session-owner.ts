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
 * The run in memory, of which there is one at most: loads it, takes it from other tabs and leaves it to them, closes it
 * for the next.
 */
export class SessionOwner {
  readonly #host: SessionHost;
  readonly #resources: Resources;
  readonly #serial = new Serial();
  #session: RunSession | undefined;

  constructor(host: SessionHost, resources: Resources) {
    this.#host = host;
    this.#resources = resources;
  }

  /** Does work that touches the run in memory after all such work that was asked for before. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#serial.run(work);
  }

  /** The session of whichever run is in memory. */
  get present(): RunSession | undefined {
    return this.#session;
  }

  /** The session of a run that this worker has in memory. */
  live(runId: RunId): RunSession | undefined {
    return this.#session?.id === runId ? this.#session : undefined;
  }

  /** Changes the record of a run, in memory too. */
  async update(runId: RunId, change: Partial<RunRecord>): Promise<void> {
    const record = await this.#resources.records.update(runId, change);
    const live = this.live(runId);
    if (live) live.record = record;
  }

  /**
   * Takes a run for training, in its turn.
   * @throws LabError `busy-elsewhere` where another tab has it, `busy` during a measurement.
   */
  async hold(runId: RunId): Promise<RunSession> {
    const { locks } = this.#resources;
    if (await measuringUnderWay()) throw measuringError();
    if (!(await locks.take(runId))) throw elsewhereError();
    try {
      const session = await this.#sessionOf(runId);
      const { completed } = session.trainer;
      if (session.state === 'idle' && completed > 0) {
        await this.update(runId, { resumes: [...session.record.resumes, completed] });
      }
      return session;
    } catch (error) {
      await locks.release(runId);
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

  /** Stores and forgets the run in memory. One that can't be stored stays, unless there is someone to tell. */
  async close(unstored?: (error: unknown) => void): Promise<void> {
    const session = this.#session;
    if (!session) return;
    await session.halt();
    try {
      await this.letGo(session);
    } catch (error) {
      if (!unstored) throw error;
      unstored(error);
    }
    await session.dispose();
    this.#session = undefined;
  }

  /** Work on a run that needs its parameters but does not move them. No other tab trains it meanwhile. */
  resting<T>(runId: RunId, work: (session: RunSession) => Promise<T>): Promise<T> {
    const { locks } = this.#resources;
    return this.inTurn(async () => {
      const held = locks.holds(runId);
      if (!(await locks.take(runId))) throw elsewhereError();
      try {
        const session = await this.#sessionOf(runId);
        return await session.between(() => work(session));
      } finally {
        if (!held) await locks.release(runId);
      }
    });
  }

  /** Work that ends a run, which no tab may be training. It is no longer in memory then. */
  ending(runId: RunId, work: () => Promise<void>): Promise<void> {
    const { locks } = this.#resources;
    return this.inTurn(async () => {
      if (!(await locks.take(runId))) throw elsewhereError();
      try {
        // Where there is no room for its last steps, deleting it must still be possible.
        if (this.live(runId)) await this.close((error) => this.#host.events.warn(runId, error));
        await work();
      } finally {
        await locks.release(runId);
      }
    });
  }

  /** A measurement beside a training run would tell the speed of neither. @throws LabError when one is trained, in any tab. */
  async requireRest(): Promise<void> {
    const session = this.#session;
    if (session?.training) {
      throw new LabError('busy', `“${session.record.name}” is being trained.`, { remedy: 'Pause it first.' });
    }
    if ((await this.#resources.locks.elsewhere()).size > 0) {
      throw new LabError('busy-elsewhere', 'A run is being trained in another tab.', {
        remedy: 'Pause it there first.',
      });
    }
  }

  /** The run in memory, up to date with the store; whichever other run was there is stored and closed. */
  async #sessionOf(runId: RunId): Promise<RunSession> {
    const { records, backend, datasets } = this.#resources;
    const record = await records.get(runId);
    const present = this.live(runId);
    // Another tab may have trained it on, or changed it, since it came into memory here.
    const current = present && (present.savedStep ?? 0) >= record.step && present.record.identity === record.identity;
    if (present?.usable && (present.training || current)) return present;
    await this.close();
    await backend.start();
    this.#session = await RunSession.load(this.#host, record, await datasets.get(record.spec));
    return this.#session;
  }
}

const measuringError = (): LabError =>
  new LabError('busy', 'A benchmark or an experiment has this device for itself.', {
    remedy: 'Wait for its end, or cancel it on its page.',
  });

const elsewhereError = (): LabError =>
  new LabError('busy-elsewhere', 'This run is being trained in another tab.', { remedy: 'Pause it there first.' });
