import { toServiceError } from '../protocol/errors.ts';
import type { LabSettings } from '../protocol/service.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Stores } from '../store/store.ts';
import { Studies } from '../study/studies.ts';
import { Attention } from './attention.ts';
import { BackendOwner } from './backend-owner.ts';
import { DatasetOwner } from './dataset-owner.ts';
import { deviceLostError } from './device-lost.ts';
import { Evaluator } from './evaluator.ts';
import { EventChannel } from './event-channel.ts';
import { FollowedRuns } from './followed-runs.ts';
import { RunLocks } from './run-locks.ts';
import { RunRecords } from './run-records.ts';
import { SessionOwner } from './session-owner.ts';

/** The parts of the laboratory, tied to each other. What can be asked of it is in `calls/`. */
export class Lab {
  readonly store: RunStore;
  readonly followed = new FollowedRuns();
  readonly events = new EventChannel((event) => {
    if (this.followed.concerns(event)) this.events.relay(event);
  });
  readonly attention = new Attention();
  readonly locks = new RunLocks();
  readonly backend = new BackendOwner((reason) => this.#deviceLost(reason));
  readonly datasets: DatasetOwner;
  readonly records: RunRecords;
  readonly sessions: SessionOwner;
  readonly evaluator: Evaluator;
  readonly studies: Studies;
  settings: LabSettings = { backend: 'auto', autosaveSeconds: 30 };

  constructor({ runs: store, studies, features }: Stores) {
    const { events, attention, locks, backend } = this;
    this.store = store;
    this.datasets = new DatasetOwner(store.imported, events);
    this.records = new RunRecords(store, events);
    this.evaluator = new Evaluator({
      events,
      features,
      backend: () => backend.report.name,
      update: (runId, change) => this.sessions.update(runId, change),
    });
    this.sessions = new SessionOwner(
      {
        store,
        events,
        attention,
        backend: () => backend.report,
        heapBytes: () => backend.heapBytes(),
        lossOfDevice: () => backend.lossOfDevice,
        autosaveSeconds: () => this.settings.autosaveSeconds,
        evaluate: (session, which) => this.evaluator.runScheduled(session, which),
        watched: (runId) => this.followed.watches(runId),
        ended: (session) => this.sessions.leave(session),
      },
      { records: this.records, locks, backend, datasets: this.datasets.cache },
    );
    this.studies = new Studies({
      store: studies,
      runs: store,
      records: this.records,
      sessions: this.sessions,
      evaluator: this.evaluator,
      backend,
      emit: (event) => events.emit(event),
      interrupt: () => attention.given(),
    });
  }

  #deviceLost(reason: string): void {
    // Nothing may have been on it: the next start chooses anew.
    if (this.sessions.present.length === 0) void this.backend.stop();
    // As data: a clone of an Error keeps nothing but its message.
    const error = toServiceError(deviceLostError(reason));
    for (const { id, trainer } of this.sessions.present) {
      this.events.emit({ type: 'state', runId: id, state: 'failed', step: trainer.completed, error });
    }
  }
}
