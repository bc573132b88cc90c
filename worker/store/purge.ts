import type { RunId } from '../protocol/records.ts';
import { deleteCheckpoint } from './checkpoints.ts';
import type { Writing } from './connection.ts';
import { checkpointsToPrune } from './retention.ts';
import { dependentTables, keysOf, type Table } from './schema.ts';

/** Tables of which a run has rows. */
export const runTables = ['runs', ...dependentTables] as const;

type RunTable = (typeof runTables)[number];

/** Forgets every deleted run. @returns how many there were. */
export async function purgeDeleted<T extends Table>(tx: Writing<T | RunTable>): Promise<number> {
  const deleted = (await tx.objectStore('runs').getAll()).filter(({ deletedAt }) => deletedAt !== undefined);
  for (const { id } of deleted) await purgeRun(tx, id);
  return deleted.length;
}

/** Forgets a run with all that belongs to it. */
export async function purgeRun<T extends Table>(tx: Writing<T | RunTable>, id: RunId): Promise<void> {
  await tx.objectStore('runs').delete(id);
  await Promise.all(dependentTables.map(async (table) => tx.objectStore(table).delete(keysOf(id))));
}

/** Forgets old checkpoints of a run but pinned ones. @param keep How many others stay. @returns how many went. */
export async function pruneCheckpoints<T extends Table>(
  tx: Writing<T | 'checkpoints' | 'chunks'>,
  runId: RunId,
  keep?: number,
): Promise<number> {
  const all = await tx.objectStore('checkpoints').getAll(keysOf(runId));
  const steps = checkpointsToPrune(all, keep);
  for (const step of steps) await deleteCheckpoint(tx, runId, step);
  return steps.length;
}
