import type { Checkpoint } from '../../core/training/checkpoint.ts';
import { exportRun } from '../archive/run-archive.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunId } from '../protocol/records.ts';
import { mergePoints } from '../store/history-chunks.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunSession } from './run-session.ts';

/** The archive of a run, with the latest steps of the one in memory. */
export async function archiveOf(store: RunStore, runId: RunId, live: RunSession | undefined): Promise<Blob> {
  // A state that can't be trained on is no part of the run.
  const usable = live?.usable ? live : undefined;
  const checkpoint = await usable?.between(() => saveOrRead(usable));
  const parts = await store.readParts(runId);
  if (!checkpoint || !usable) return exportRun(parts);
  const { step } = checkpoint;
  const points = mergePoints([...parts.points, ...usable.unsavedPoints]).filter((point) => point.step <= step);
  return exportRun({ ...parts, checkpoint, run: { ...parts.run, step }, points });
}

/** Stores the present step. An export is the way out of a full device: where there is no room it is only read, and returned. */
async function saveOrRead(session: RunSession): Promise<Checkpoint | undefined> {
  try {
    await session.saveIfNew();
    return undefined;
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'quota') throw error;
    return session.trainer.checkpoint();
  }
}
