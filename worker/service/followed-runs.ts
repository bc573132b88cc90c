import type { LabEvent } from '../protocol/events.ts';
import type { RunId } from '../protocol/records.ts';

/** The runs that the page shows: live pictures are drawn of those, and news of them from other tabs is passed on. */
export class FollowedRuns {
  #opened: RunId | undefined;
  #watched: ReadonlySet<RunId> = new Set();

  /** The page opens a run; it watches that alone, unless it is one of several that it watches. */
  open(runId: RunId): void {
    this.#opened = runId;
    if (!this.#watched.has(runId)) this.watch([runId]);
  }

  watch(runIds: readonly RunId[]): void {
    this.#watched = new Set(runIds);
  }

  /** Whether the page wants live pictures of a run. */
  watches(runId: RunId): boolean {
    return this.#watched.has(runId);
  }

  /** Whether an event of another tab's worker is news for this page: of a run that it follows, or of a list. */
  concerns(event: LabEvent): boolean {
    if (ofEveryPage.has(event.type)) return true;
    const runId = 'runId' in event ? event.runId : undefined;
    return runId !== undefined && (runId === this.#opened || this.#watched.has(runId));
  }
}

const ofEveryPage = new Set<LabEvent['type']>(['runs-changed', 'datasets-changed', 'studies-changed', 'study']);
