import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { abortAfterPut, failOn, newName, withTable } from './faults.fixture.ts';
import { commit, steps, storeOpener } from './opener.fixture.ts';
import { databaseVersion, formatKey, type LabSchema, upgrade } from './schema.ts';
import { aCheckpoint, aFrame, aRun, points } from './store.fixture.ts';
import type { VersionChange } from './store.ts';

const quota = () => new DOMException('full', 'QuotaExceededError');

/**
 * What the store keeps when something breaks, to be run over every IndexedDB there is.
 * @param terminate closes a database as the browser does when something is wrong with it.
 */
export function describeFaults(where: string, terminate: (db: IDBDatabase) => void): void {
  const { open, openWithRun } = storeOpener();

  describe(`faults in ${where}`, () => {
    it('a full disk at the end of a commit: old checkpoints and deleted runs make room, and it goes through', async () => {
      const store = await openWithRun();
      await store.putRun(aRun('gone'));
      await store.softDelete('gone');
      await commit(store, 5, true);
      for (const step of [10, 20, 30]) await commit(store, step);
      abortAfterPut('checkpoints', quota(), 1);
      await commit(store, 40);
      expect(await steps(store)).toEqual([5, 30, 40]);
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(40));
      expect(await store.getRun('gone')).toBeUndefined();
    });

    it('a disk that stays full: an error with a remedy, and the last state of every run is whole', async () => {
      const store = await openWithRun();
      await store.putRun(aRun('other'));
      await store.commitCheckpoint('other', aCheckpoint(7), { pinned: false });
      await commit(store, 10);
      await commit(store, 20);
      const spy = abortAfterPut('checkpoints', quota(), Infinity);
      await expect(
        store.commitCheckpoint('run', aCheckpoint(30), { pinned: false, points: points(30) }),
      ).rejects.toMatchObject({ code: 'quota', remedy: expect.stringContaining('Export') as unknown });
      expect(spy.aborted()).toBe(2);
      vi.restoreAllMocks();
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(20));
      expect((await store.loadCheckpoint('other'))?.checkpoint).toEqual(aCheckpoint(7));
      expect(await store.getRun('run')).toMatchObject({ step: 20 });
      expect(await store.history('run')).toEqual([]);
    });

    it('a full disk with nothing to prune is not tried again', async () => {
      const store = await openWithRun();
      const spy = abortAfterPut('frames', quota(), Infinity);
      await expect(store.putFrame('run', aFrame(1))).rejects.toMatchObject({ code: 'quota' });
      expect(spy.aborted()).toBe(1);
    });

    it('a crash between chunks leaves the state before, without a trace of the new one', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await commit(store, 10);
      abortAfterPut('chunks', null, 1);
      await expect(commit(store, 20)).rejects.toMatchObject({ code: 'storage' });
      vi.restoreAllMocks();
      store.close();
      const again = await open(name);
      expect(await steps(again)).toEqual([10]);
      expect(await again.getRun('run')).toMatchObject({ step: 10 });
      expect(await withTable(name, 'chunks', 'readonly', (rows) => rows.count())).toBe(1);
      await commit(again, 20);
      expect((await again.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(20));
    });

    it.each([
      [
        'an altered byte',
        'chunks',
        ['run', 30, 0],
        (row: { data: Uint8Array }) => ((row.data[5]! ^= 1), row),
        /altered/,
      ],
      [
        'a shortened chunk',
        'chunks',
        ['run', 30, 0],
        (row: { data: Uint8Array }) => ({ ...row, data: row.data.slice(1) }),
        /lost data/,
      ],
      ['a missing chunk', 'chunks', ['run', 30, 0], () => undefined, /0 of 1 parts/],
      [
        'a truncated manifest',
        'checkpoints',
        ['run', 30],
        (row: { tensors: unknown[] }) => ({ ...row, tensors: row.tensors.slice(1) }),
        /description/,
      ],
      [
        'a manifest without parts',
        'checkpoints',
        ['run', 30],
        (row: object) => ({ ...row, chunks: undefined }),
        /description/,
      ],
      [
        'a renamed tensor',
        'checkpoints',
        ['run', 30],
        (row: { tensors: { name: string; shape: number[] }[] }) => ({
          ...row,
          tensors: row.tensors.map((t) => ({ ...t, name: `${t.name}x` })),
        }),
        /digest/,
      ],
    ] as const)(
      '%s: the checkpoint is set aside and the one before it taken',
      async (_, table, key, damage, reason) => {
        const name = newName();
        const store = await openWithRun(name);
        for (const step of [10, 20, 30]) await commit(store, step);
        await withTable(name, table, 'readwrite', async (rows) => {
          const row = (damage as (row: unknown) => unknown)(await rows.get(key as unknown as IDBValidKey));
          if (row === undefined) await rows.delete(key as unknown as IDBValidKey);
          else await rows.put(row);
        });
        const loaded = await store.loadCheckpoint('run');
        expect(loaded?.checkpoint).toEqual(aCheckpoint(20));
        expect(loaded?.quarantined).toEqual([{ step: 30, reason: expect.stringMatching(reason) as unknown }]);
        expect(await steps(store)).toEqual([10, 20]);
        expect(await store.getRun('run')).toMatchObject({ step: 20 });
        expect((await store.loadCheckpoint('run'))?.quarantined).toEqual([]);
        // Training goes on from 20, and what it stores at 30 replaces the damaged one.
        await commit(store, 30);
        expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(30));
        expect(await steps(store)).toEqual([10, 20, 30]);
      },
    );

    it('a checkpoint that was set aside before is no place to go back to', async () => {
      const name = newName();
      const store = await openWithRun(name);
      for (const step of [10, 20, 30]) await commit(store, step);
      for (const step of [20, 30]) {
        await withTable(name, 'chunks', 'readwrite', (rows) => rows.delete(['run', step, 0]));
        expect((await store.loadCheckpoint('run', step))?.checkpoint).toEqual(aCheckpoint(10));
      }
      expect(await steps(store)).toEqual([10]);
      expect(await store.getRun('run')).toMatchObject({ step: 10 });
    });

    it('when every checkpoint is damaged, that is said before the run can start over', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await commit(store, 10);
      await withTable(name, 'chunks', 'readwrite', (rows) => rows.clear());
      await expect(store.loadCheckpoint('run')).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringContaining('step 10') as unknown,
      });
      expect(await store.loadCheckpoint('run')).toBeUndefined();
    });

    it('a checkpoint of a newer format is left alone', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await commit(store, 10);
      await withTable(name, 'checkpoints', 'readwrite', async (rows) => {
        const row = (await rows.get(['run', 10])) as object;
        await rows.put({ ...row, format: 99 });
      });
      await expect(store.loadCheckpoint('run')).rejects.toMatchObject({ code: 'newer-version' });
      expect(await steps(store)).toEqual([10]);
    });

    it('rows of a newer format stop an open store from writing and a new one from opening', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await withTable(name, 'settings', 'readwrite', (rows) => rows.put(99, formatKey));
      await expect(commit(store, 10)).rejects.toMatchObject({ code: 'newer-version' });
      await expect(store.updateRun('run', { name: 'x' })).rejects.toMatchObject({ code: 'newer-version' });
      await expect(open(name)).rejects.toMatchObject({ code: 'newer-version' });
      expect(await steps(store)).toEqual([]);
    });

    it('a newer schema in another tab: this one lets go, says so and writes no more', async () => {
      const name = newName();
      const changes: VersionChange[] = [];
      const store = await open(name, (change) => changes.push(change));
      await store.putRun(aRun());
      const newer = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, databaseVersion + 1);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('it did not open', { cause: request.error }));
      });
      expect(changes).toEqual(['superseded']);
      await expect(store.putRun(aRun('late'))).rejects.toMatchObject({ code: 'newer-version' });
      newer.close();
      await expect(open(name)).rejects.toMatchObject({ code: 'newer-version' });
    });

    it('a database of the first version keeps its runs and gains the newer tables', async () => {
      const name = newName();
      const first = await openDB<LabSchema>(name, 1, { upgrade: (db) => upgrade(db, 0, 1) });
      await first.put('runs', aRun());
      expect([...first.objectStoreNames]).not.toContain('imported');
      first.close();
      const store = await open(name);
      expect(await store.listRuns()).toEqual([aRun()]);
      store.close();
      const now = await openDB(name);
      expect([...now.objectStoreNames]).toEqual(expect.arrayContaining(['imported', 'studies', 'results', 'features']));
      now.close();
    });

    it('two tabs see each other’s changes and lose none', async () => {
      const name = newName();
      const [one, two] = [await openWithRun(name), await open(name)];
      await Promise.all([commit(one, 10), two.updateRun('run', { name: 'Renamed' }), commit(two, 20)]);
      expect(await one.getRun('run')).toMatchObject({ name: 'Renamed' });
      expect(await steps(one)).toEqual([10, 20]);
      await two.purge('run');
      await expect(commit(one, 30)).rejects.toMatchObject({ code: 'not-found' });
      expect(await withTable(name, 'chunks', 'readonly', (rows) => rows.count())).toBe(0);
    });

    it('an import that fails half-way leaves nothing', async () => {
      const name = newName();
      const store = await open(name);
      const parts = { run: aRun(), checkpoint: aCheckpoint(5), points: points(1, 5), frames: [aFrame(1), aFrame(5)] };
      abortAfterPut('frames', null, 1);
      await expect(store.importParts(parts)).rejects.toMatchObject({ code: 'storage' });
      vi.restoreAllMocks();
      for (const table of ['runs', 'checkpoints', 'chunks', 'history', 'frames'] as const) {
        expect(await withTable(name, table, 'readonly', (rows) => rows.count()), table).toBe(0);
      }
    });

    it('a full disk that already refuses the row itself is told from other failures', async () => {
      const store = await openWithRun();
      await commit(store, 10);
      failOn('put', 'chunks', quota());
      await expect(commit(store, 20)).rejects.toMatchObject({ code: 'quota' });
      vi.restoreAllMocks();
      failOn('put', 'chunks', new DOMException('no luck', 'UnknownError'));
      await expect(commit(store, 20)).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringContaining('no luck') as unknown,
      });
      vi.restoreAllMocks();
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(10));
    });

    it('a checkpoint that cannot be read now is passed over, but kept for when it can be', async () => {
      const store = await openWithRun();
      for (const step of [10, 20]) await commit(store, step);
      failOn('getAll', 'chunks', new DOMException('gone', 'NotReadableError'), 1);
      const loaded = await store.loadCheckpoint('run');
      expect(loaded?.checkpoint.step).toBe(10);
      expect(loaded?.quarantined).toEqual([{ step: 20, reason: 'the browser could not read it (NotReadableError)' }]);
      expect((await store.loadCheckpoint('run'))?.checkpoint.step).toBe(20);
    });

    it('data cleared under an open store: it says so, and goes on with an empty one', async () => {
      const name = newName();
      const changes: VersionChange[] = [];
      const store = await open(name, (change) => changes.push(change));
      await store.putRun(aRun());
      await deleteDB(name);
      expect(changes).toEqual(['terminated']);
      expect(await store.listRuns()).toEqual([]);
      await store.putRun(aRun());
      expect(await store.listRuns()).toEqual([aRun()]);
    });

    it('a store that the browser closes is opened again by the next call', async () => {
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
      const changes: VersionChange[] = [];
      const store = await open(newName(), (change) => changes.push(change));
      await store.putRun(aRun());
      const first = transaction.mock.contexts.at(-1) as IDBDatabase;
      terminate(first);
      expect(changes).toEqual(['terminated']);
      expect(await store.listRuns()).toEqual([aRun()]);
      expect(transaction.mock.contexts.at(-1)).not.toBe(first);
    });

    it('a closed store says so', async () => {
      const store = await open();
      store.close();
      await expect(store.listRuns()).rejects.toMatchObject({ code: 'storage' });
    });
  });
}
