import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { LabError } from '../protocol/errors.ts';
import { storageError } from './storage-error.ts';
import { databaseVersion, formatKey, formatVersion, type LabSchema, type Table, upgrade } from './schema.ts';

/**
 * - `blocked`: an older tab still holds the store, and opening waits for it.
 * - `superseded`: a newer version of the app opened the store; this one has let go of it and writes no more.
 * - `terminated`: the browser closed the store (its data may have been cleared); the next call opens it again.
 */
export type VersionChange = 'blocked' | 'superseded' | 'terminated';

export type Writing<T extends Table> = IDBPTransaction<LabSchema, (T | 'settings')[], 'readwrite'>;
export type Reading<T extends Table> = IDBPTransaction<LabSchema, T[], 'readonly'>;

/** Opens the database when it is first needed, and runs transactions in it. */
export class Connection {
  readonly #name: string;
  readonly #onVersionChange: (change: VersionChange) => void;
  #db: Promise<IDBPDatabase<LabSchema>> | undefined;
  #over: 'superseded' | 'closed' | undefined;

  constructor(name: string, onVersionChange: (change: VersionChange) => void) {
    this.#name = name;
    this.#onVersionChange = onVersionChange;
  }

  /** @throws LabError `newer-version` when a newer app owns the store, `storage` when it can't be opened. */
  async database(): Promise<IDBPDatabase<LabSchema>> {
    if (this.#over === 'superseded') throw supersededError();
    if (this.#over === 'closed') throw new LabError('storage', 'The store is closed.');
    this.#db ??= this.#open();
    try {
      return await this.#db;
    } catch (error) {
      this.#db = undefined;
      throw error;
    }
  }

  /** Opens the database. @throws LabError as `database`, also when its rows are in a newer format. */
  async checkFormat(): Promise<void> {
    const stored = await this.read(['settings'], (tx) => tx.objectStore('settings').get(formatKey));
    if (stored !== undefined && !isKnownFormat(stored)) throw supersededError();
  }

  /** Reads from some tables in one transaction, which sees one state of them. */
  async read<T extends Table, R>(tables: readonly T[], body: (tx: Reading<T>) => Promise<R>): Promise<R> {
    const db = await this.database();
    try {
      const tx = db.transaction<T[]>([...tables]);
      tx.done.catch(() => undefined);
      return await body(tx);
    } catch (error) {
      throw storageError(error);
    }
  }

  /**
   * Writes to some tables in one transaction: all of it happens, or nothing. Resolves once it has been committed,
   * with `durable` once it has reached the disk.
   * `body` must await nothing but the transaction's own requests.
   * @throws LabError `newer-version` when the rows are in a newer format, `quota` when the disk is full, else `storage`.
   */
  async write<T extends Table, R>(
    tables: readonly T[],
    body: (tx: Writing<T>) => Promise<R>,
    { durable = false } = {},
  ): Promise<R> {
    const db = await this.database();
    let tx: Writing<T>;
    try {
      const names = [...new Set<T | 'settings'>([...tables, 'settings'])];
      tx = db.transaction<(T | 'settings')[], 'readwrite'>(names, 'readwrite', {
        durability: durable ? 'strict' : 'default',
      });
    } catch (error) {
      throw storageError(error);
    }
    // A quota error reaches an aborted transaction, not the requests in it, which have succeeded before.
    const aborted = tx.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    try {
      await refuseNewerFormat(tx);
      const result = await body(tx);
      await tx.done;
      return result;
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // It has already ended.
      }
      throw storageError(error, await aborted);
    }
  }

  close(): void {
    this.#over ??= 'closed';
    this.#release();
  }

  async #open(): Promise<IDBPDatabase<LabSchema>> {
    try {
      const db = await openDB<LabSchema>(this.#name, databaseVersion, {
        upgrade: (database, oldVersion) => upgrade(database, oldVersion),
        blocked: () => this.#onVersionChange('blocked'),
        blocking: (_, newVersion) => {
          // Without a new version the store is being deleted, e.g. by "clear site data".
          if (newVersion !== null) this.#over = 'superseded';
          this.#release();
          this.#onVersionChange(newVersion === null ? 'terminated' : 'superseded');
        },
        terminated: () => {
          this.#db = undefined;
          this.#onVersionChange('terminated');
        },
      });
      if (this.#over) db.close();
      return db;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'VersionError') throw supersededError(error);
      throw storageError(error);
    }
  }

  /** Closes once the transactions in flight have ended. */
  #release(): void {
    this.#db?.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#db = undefined;
  }
}

/** Raises the format's version to this app's, and refuses a newer one. */
async function refuseNewerFormat<T extends Table>(tx: Writing<T>): Promise<void> {
  const settings = (tx as Writing<'settings'>).objectStore('settings');
  const stored = await settings.get(formatKey);
  if (stored !== undefined && !isKnownFormat(stored)) throw supersededError();
  if (stored !== formatVersion) await settings.put(formatVersion, formatKey);
}

function isKnownFormat(stored: unknown): boolean {
  return typeof stored === 'number' && stored <= formatVersion;
}

function supersededError(cause?: unknown): LabError {
  return new LabError('newer-version', 'A newer version of Latent Lab has taken over the runs stored on this device.', {
    remedy: 'Reload this tab to use the newer version. Nothing that was saved is lost.',
    cause,
  });
}
