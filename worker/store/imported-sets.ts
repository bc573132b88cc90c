import { sha256 } from '../../core/training/digest.ts';
import type { ImportedSetRecord } from '../protocol/datasets.ts';
import { LabError } from '../protocol/errors.ts';
import type { Connection } from './connection.ts';
import { writeMakingRoom } from './write-making-room.ts';

/** A set that is not on this device, though something asks for it. */
export const setMissing = (id: string): LabError =>
  new LabError('not-found', `The imported set ${id.slice(0, 8)} is not on this device.`, {
    remedy: 'Import the same files, with the same options, on the Data screen.',
    path: 'data.set',
  });

/** The sets that people imported on this device. Each comes and goes as a whole, in one transaction. */
export class ImportedSets {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Every set, the last imported first. */
  async list(): Promise<ImportedSetRecord[]> {
    const sets = await this.#connection.read(['imported'], (tx) => tx.objectStore('imported').getAll());
    return sets.sort((a, b) => b.importedAt - a.importedAt);
  }

  get(id: string): Promise<ImportedSetRecord | undefined> {
    return this.#connection.read(['imported'], (tx) => tx.objectStore('imported').get(id));
  }

  /**
   * Stores a set with its packed content. One that is here already stays as it is.
   * @returns the stored set, and whether it was known. @throws LabError `quota` when there is no room.
   */
  async put(
    record: ImportedSetRecord,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<{ set: ImportedSetRecord; known: boolean }> {
    return writeMakingRoom(
      this.#connection,
      ['imported', 'importedData'],
      async (tx) => {
        const present = await tx.objectStore('imported').get(record.id);
        if (present) return { set: present, known: true };
        await tx.objectStore('importedData').put({ id: record.id, bytes });
        await tx.objectStore('imported').put(record);
        return { set: record, known: false };
      },
      { durable: true },
    );
  }

  /**
   * The packed content of a set.
   * @throws LabError `not-found` when it is not here, `invalid-data` when it is damaged.
   */
  async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const row = await this.#connection.read(['importedData'], (tx) => tx.objectStore('importedData').get(id));
    if (!row) throw setMissing(id);
    if ((await sha256(row.bytes)) !== id) {
      throw new LabError('invalid-data', `The imported set ${id.slice(0, 8)} is damaged.`, {
        remedy: 'Remove it on the Data screen and import its files again.',
        path: 'data.set',
      });
    }
    return row.bytes;
  }

  async remove(id: string): Promise<void> {
    await this.#connection.write(
      ['imported', 'importedData'],
      async (tx) => {
        await tx.objectStore('imported').delete(id);
        await tx.objectStore('importedData').delete(id);
      },
      { durable: true },
    );
  }
}
