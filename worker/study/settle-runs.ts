import { LabError } from '../protocol/errors.ts';
import type { RunId } from '../protocol/records.ts';
import type { KeptRuns, StudyRecord, StudySpace } from '../protocol/study.ts';
import type { SessionOwner } from '../service/session-owner.ts';
import type { RunStore } from '../store/run-store.ts';

/** Where the runs of studies are. */
interface Shelf {
  readonly runs: RunStore;
  readonly sessions: SessionOwner;
}

/**
 * Drops what a study does not keep of a run whose result is stored. Done twice it changes nothing, so that what a kill
 * left undone is done when the study is next seen to.
 */
export async function settleRun({ runs, sessions }: Shelf, runId: RunId, kept: KeptRuns): Promise<void> {
  if (kept === 'everything') return;
  if (kept === 'last-state') return runs.settle(runId);
  try {
    await sessions.ending(runId, () => runs.purge(runId));
  } catch (error) {
    // A person trains it on in another tab: it stays for now.
    if (!(error instanceof LabError) || error.code !== 'busy-elsewhere') throw error;
  }
}

/** The same for every run of a study whose result is stored. */
export async function settleStudy(shelf: Shelf, { id, done, kept }: StudyRecord): Promise<void> {
  if (kept === 'everything') return;
  const stored = new Set(done);
  for (const { id: runId, study } of await shelf.runs.listRuns()) {
    if (study?.id === id && stored.has(study.key)) await settleRun(shelf, runId, kept);
  }
}

/** What the runs of a study take up. */
export async function spaceOf(runs: RunStore, id: string): Promise<StudySpace> {
  const own = (await runs.listRuns()).filter(({ study }) => study?.id === id);
  let bytes = 0;
  for (const run of own) bytes += await runs.bytesOf(run.id);
  return { runs: own.length, bytes };
}
