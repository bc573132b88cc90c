import { Connection, type VersionChange } from './connection.ts';
import { FeatureCache } from './feature-cache.ts';
import { IndexedDbRunStore } from './indexed-db-run-store.ts';
import { StudyStore } from '../study/study-store.ts';
import type { RunStore } from './run-store.ts';

export type { VersionChange } from './connection.ts';
export type { RunStore } from './run-store.ts';

/** What this device keeps. */
export interface Stores {
  readonly runs: RunStore;
  readonly studies: StudyStore;
  readonly features: FeatureCache;
}

interface OpenOptions {
  /** Name of the database; tests use their own. */
  readonly name?: string;
  /** Told of what other tabs and the browser do to the store, see VersionChange. */
  readonly onVersionChange?: (change: VersionChange) => void;
}

/**
 * Opens the database of this device, and makes it when there is none.
 * @throws LabError `newer-version` when a newer app has written the store, `storage` when there is no IndexedDB.
 */
export async function openStores(options: OpenOptions = {}): Promise<Stores> {
  const { name = 'latent-lab', onVersionChange = () => undefined } = options;
  const connection = new Connection(name, onVersionChange);
  await connection.checkFormat();
  return {
    runs: new IndexedDbRunStore(connection),
    studies: new StudyStore(connection),
    features: new FeatureCache(connection),
  };
}

/** As {@link openStores}, the runs alone. */
export async function openStore(options: OpenOptions = {}): Promise<RunStore> {
  return (await openStores(options)).runs;
}
