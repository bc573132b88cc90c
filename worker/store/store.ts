import { Connection, type VersionChange } from './connection.ts';
import { IndexedDbRunStore } from './indexed-db-run-store.ts';
import type { RunStore } from './run-store.ts';

export type { VersionChange } from './connection.ts';
export type { RunStore } from './run-store.ts';

/**
 * Opens the store of this device, and makes it when there is none.
 * @param options.name database name; tests use their own.
 * @param options.onVersionChange told of what other tabs and the browser do to the store, see VersionChange.
 * @throws LabError `newer-version` when a newer app has written the store, `storage` when there is no IndexedDB.
 */
export async function openStore(
  options: { name?: string; onVersionChange?: (change: VersionChange) => void } = {},
): Promise<RunStore> {
  const { name = 'latent-lab', onVersionChange = () => undefined } = options;
  const connection = new Connection(name, onVersionChange);
  await connection.checkFormat();
  return new IndexedDbRunStore(connection);
}
