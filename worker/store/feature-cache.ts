import type { FeatureStore } from '../../evaluation/metric.ts';
import { LabError } from '../protocol/errors.ts';
import type { Connection } from './connection.ts';

/** What all features together may take: about twenty sets of 10,000 examples. */
const usualRoom = 96 * 2 ** 20;

/**
 * Keeps features of datasets' examples, which can be made again at any time: they take a bounded room, the oldest go
 * first, and a failure to read or to keep them costs time only, so that it is no failure of an evaluation.
 */
export class FeatureCache {
  readonly #connection: Connection;
  readonly #room: number;

  /** @param room Bytes that all features may take. */
  constructor(connection: Connection, room = usualRoom) {
    this.#connection = connection;
    this.#room = room;
  }

  /** Those of one dataset. @param dataset names it, its settings, and what computes on it. */
  of(dataset: string): FeatureStore {
    return {
      get: (key, length) => this.#get(`${dataset}/${key}`, length),
      put: (key, values) => this.#put(`${dataset}/${key}`, values),
    };
  }

  async #get(key: string, length: number): Promise<Float32Array | undefined> {
    const row = await orNothing(this.#connection.read(['features'], (tx) => tx.objectStore('features').get(key)));
    return row?.values.length === length ? row.values : undefined;
  }

  async #put(key: string, values: Float32Array): Promise<void> {
    if (values.byteLength > this.#room) return;
    await orNothing(
      this.#connection.write(['features'], async (tx) => {
        const table = tx.objectStore('features');
        const kept: { key: string; bytes: number; savedAt: number }[] = [];
        for (let cursor = await table.openCursor(); cursor; cursor = await cursor.continue()) {
          const { key: other, values: held, savedAt } = cursor.value;
          if (other !== key) kept.push({ key: other, bytes: held.byteLength, savedAt });
        }
        kept.sort((a, b) => a.savedAt - b.savedAt);
        let total = values.byteLength + kept.reduce((sum, { bytes }) => sum + bytes, 0);
        for (const { key: other, bytes } of kept) {
          if (total <= this.#room) break;
          await table.delete(other);
          total -= bytes;
        }
        await table.put({ key, values, savedAt: Date.now() });
      }),
    );
  }
}

/** Forgets all features, for something that can't be made again. @returns whether there were any. */
export function clearFeatures(connection: Connection): Promise<boolean> {
  return connection.write(['features'], async (tx) => {
    const table = tx.objectStore('features');
    const count = await table.count();
    await table.clear();
    return count > 0;
  });
}

/** What the store answers; nothing where it has failed. Whoever needs the store learns of it there. */
async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}
