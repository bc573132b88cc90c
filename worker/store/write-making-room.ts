import { LabError } from '../protocol/errors.ts';
import type { Connection, Writing } from './connection.ts';
import { clearFeatures } from './feature-cache.ts';
import { pruneCheckpoints, purgeDeleted, runTables } from './purge.ts';
import type { Table } from './schema.ts';

/**
 * Writes something that takes room, in one transaction as `Connection.write`. When there is none, deletes what a person
 * would miss least and tries again: features, which can be made again; then runs already deleted, and all but the newest
 * and the pinned checkpoints of every run.
 * @throws LabError `quota` when there still is none.
 */
export async function writeMakingRoom<T extends Table, R>(
  connection: Connection,
  tables: readonly T[],
  body: (tx: Writing<T>) => Promise<R>,
  options: { readonly durable: boolean },
): Promise<R> {
  const write = () => connection.write(tables, body, options);
  let answer = write();
  for (const makeRoom of [clearFeatures, thinRuns]) {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'quota') throw error;
      if (await makeRoom(connection)) answer = write();
    }
  }
  return answer;
}

/** @returns whether anything went. */
function thinRuns(connection: Connection): Promise<boolean> {
  return connection.write(runTables, async (tx) => {
    let freed = await purgeDeleted(tx);
    for (const runId of await tx.objectStore('runs').getAllKeys()) freed += await pruneCheckpoints(tx, runId, 1);
    return freed > 0;
  });
}
