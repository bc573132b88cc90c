import { type IDBPObjectStore, openDB } from 'idb';
import { vi } from 'vitest';
import type { Table } from './schema.ts';

let names = 0;
/** A database that no other test uses. */
export const newName = () => `test-${Date.now()}-${Math.random().toString(36).slice(2)}-${names++}`;

/** Aborts transactions right after a row was put into a table, as a full disk or a crash does: the put succeeds. */
export function abortAfterPut(table: Table, error: DOMException | null, times: number): { aborted(): number } {
  let aborted = 0;

  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = put.apply(this, args);
    if (this.name === table && aborted < times) {
      const { transaction } = this;
      request.addEventListener('success', () => {
        if (aborted >= times) return;
        aborted++;
        Object.defineProperty(transaction, 'error', { get: () => error });
        transaction.abort();
      });
    }
    return request;
  });
  return { aborted: () => aborted };
}

/** Makes a request to a table fail before it begins. */
export function failOn(method: 'put' | 'getAll', table: Table, error: DOMException, times = Infinity): void {
  const original = IDBObjectStore.prototype[method] as (this: IDBObjectStore, ...args: never[]) => IDBRequest;
  let failures = 0;
  vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore, ...args: unknown[]) {
    if (this.name === table && failures++ < times) throw error;
    return original.apply(this, args as never[]);
  });
}

type AnyStore = IDBPObjectStore<unknown, [string], string, 'readwrite'>;

/** Reads or changes rows behind the store's back. */
export async function withTable<R>(
  name: string,
  table: Table,
  mode: IDBTransactionMode,
  body: (rows: AnyStore) => Promise<R>,
): Promise<R> {
  const db = await openDB(name);
  try {
    const tx = db.transaction(table, mode);
    const result = await body(tx.objectStore(table) as unknown as AnyStore);
    await tx.done;
    return result;
  } finally {
    db.close();
  }
}
