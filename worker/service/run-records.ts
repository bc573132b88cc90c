import { importedIn } from '../../core/spec/dataset-card.ts';
import { importRun } from '../archive/run-archive.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunId, RunRecord } from '../protocol/records.ts';
import type { StudyRun } from '../protocol/study.ts';
import type { RunStore } from '../store/run-store.ts';
import { checkSpec } from './check-spec.ts';
import type { EventChannel } from './event-channel.ts';
import type { Fork } from './new-run.ts';
import { newRun } from './new-run.ts';

/** The records of the runs on this device. Whoever shows them is told of every change. */
export class RunRecords {
  readonly #store: RunStore;
  readonly #events: EventChannel;

  constructor(store: RunStore, events: EventChannel) {
    this.#store = store;
    this.#events = events;
  }

  /** @throws LabError `not-found`, also for a run that has been deleted. */
  async get(runId: RunId): Promise<RunRecord> {
    const run = await this.#store.getRun(runId);
    if (!run) throw new LabError('not-found', 'This run is not on this device.', { remedy: 'Import its archive.' });
    if (run.deletedAt !== undefined) {
      throw new LabError('not-found', 'This run has been deleted.', { remedy: 'Undo the deletion first.' });
    }
    return run;
  }

  /** Stores a new run; a fork with the checkpoint that it starts from, all in one. */
  async add(input: unknown, name: string | undefined, fork?: Fork, study?: StudyRun): Promise<RunRecord> {
    const spec = checkSpec(input);
    const set = await this.#store.imported.get(importedIn(spec.data) ?? '');
    const run = await newRun(spec, name, fork, study, set?.title);
    await this.#store.putRun(run, fork?.start);
    this.changed();
    return run;
  }

  async import(archive: Blob): Promise<RunRecord> {
    const parts = await importRun(archive, checkSpec);
    const record = await this.#store.importParts(parts);
    this.changed();
    return record;
  }

  async update(runId: RunId, change: Partial<RunRecord>): Promise<RunRecord> {
    const record = await this.#store.updateRun(runId, change);
    this.changed();
    return record;
  }

  async restore(runId: RunId): Promise<void> {
    await this.#store.restore(runId);
    this.changed();
  }

  async purge(): Promise<void> {
    await this.#store.purge();
    this.changed();
  }

  changed(): void {
    this.#events.emit({ type: 'runs-changed' });
  }
}
