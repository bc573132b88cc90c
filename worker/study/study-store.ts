import { isSameResult } from '../../evaluation/study/check-results.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { LabError } from '../protocol/errors.ts';
import type { StudyId, StudyRecord } from '../protocol/study.ts';
import type { Connection, Writing } from '../store/connection.ts';
import { studyRecordOf } from '../store/schema.ts';
import { writeMakingRoom } from '../store/write-making-room.ts';

/** What may change in a stored study. */
export type StudyChange = Partial<Pick<StudyRecord, 'order' | 'wanted' | 'begun' | 'kept'>>;

const missing = (): LabError =>
  new LabError('not-found', 'There is no such study on this device.', {
    remedy: 'It may have been removed in another tab: look at the list of studies.',
  });

/** Studies on this device, and the results of their cells. Every change is one transaction that has reached the disk. */
export class StudyStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The last changed first. */
  async list(): Promise<StudyRecord[]> {
    const rows = await this.#connection.read(['studies'], (tx) => tx.objectStore('studies').getAll());
    return rows.map(studyRecordOf).sort((a, b) => b.updatedAt - a.updatedAt);
  }

  /** @throws LabError `not-found` */
  async get(id: StudyId): Promise<StudyRecord> {
    const row = await this.#connection.read(['studies'], (tx) => tx.objectStore('studies').get(id));
    if (!row) throw missing();
    return studyRecordOf(row);
  }

  async put(record: StudyRecord): Promise<void> {
    await this.#add(['studies'], (tx) => tx.objectStore('studies').put(record));
  }

  update(id: StudyId, change: StudyChange): Promise<StudyRecord> {
    return this.#add(['studies'], async (tx) => {
      const studies = tx.objectStore('studies');
      const record = await studies.get(id);
      if (!record) throw missing();
      const changed = { ...studyRecordOf(record), ...change, updatedAt: Date.now() };
      await studies.put(changed);
      return changed;
    });
  }

  /**
   * Stores results with the study's head, all or none. One that is there already stays.
   * @throws LabError `invalid-data` where one contradicts the one that is there.
   */
  commit(id: StudyId, results: readonly CellResult[]): Promise<StudyRecord> {
    return this.#add(['studies', 'results'], async (tx) => {
      const studies = tx.objectStore('studies');
      const rows = tx.objectStore('results');
      const record = await studies.get(id);
      if (!record) throw missing();
      const done = new Set(record.done);
      for (const result of results) {
        const { key } = result;
        const stored = await rows.get([id, key]);
        if (stored && !isSameResult(stored.result, result)) throw contradiction(result);
        if (!stored) await rows.put({ studyId: id, key, result });
        done.add(key);
      }
      const changed = { ...studyRecordOf(record), done: [...done], updatedAt: Date.now() };
      await studies.put(changed);
      return changed;
    });
  }

  async results(id: StudyId): Promise<CellResult[]> {
    const rows = await this.#connection.read(['results'], (tx) => tx.objectStore('results').getAll(resultKeys(id)));
    return rows.map(({ result }) => result);
  }

  async remove(id: StudyId): Promise<void> {
    await this.#connection.write(
      ['studies', 'results'],
      async (tx) => {
        await tx.objectStore('studies').delete(id);
        await tx.objectStore('results').delete(resultKeys(id));
      },
      { durable: true },
    );
  }

  #add<T extends 'studies' | 'results', R>(tables: readonly T[], body: (tx: Writing<T>) => Promise<R>): Promise<R> {
    return writeMakingRoom(this.#connection, tables, body, { durable: true });
  }
}

const resultKeys = (id: StudyId): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

const contradiction = ({ arm, seed }: CellResult): LabError =>
  new LabError('invalid-data', `The results of ${arm} with seed ${seed} contradict each other.`, {
    remedy: 'They were made by other versions of the app, or in another arithmetic. Run the cell again.',
  });
