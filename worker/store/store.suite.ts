import { deleteDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { digestOf } from '../../core/training/digest.ts';
import { abortAfterPut, failOn, newName, withTable } from './faults.fixture.ts';
import { databaseVersion, formatKey } from './schema.ts';
import { aCheckpoint, aFrame, aRun, points, spec } from './store.fixture.ts';
import { openStore, type RunStore, type VersionChange } from './store.ts';

const quota = () => new DOMException('full', 'QuotaExceededError');

/**
 * What the store promises, to be run over every IndexedDB there is.
 * @param terminate closes a database as the browser does when something is wrong with it.
 */
export function describeStore(where: string, terminate: (db: IDBDatabase) => void): void {
  const opened: RunStore[] = [];
  afterEach(() => {
    vi.restoreAllMocks();
    for (const store of opened.splice(0)) store.close();
  });

  async function open(name = newName(), onVersionChange: (change: VersionChange) => void = () => undefined) {
    const store = await openStore({ name, onVersionChange });
    opened.push(store);
    return store;
  }

  async function openWithRun(name = newName()) {
    const store = await open(name);
    await store.putRun(aRun());
    return store;
  }

  const commit = (store: RunStore, step: number, pinned = false) =>
    store.commitCheckpoint('run', aCheckpoint(step), { pinned });
  const steps = async (store: RunStore) => (await store.listCheckpoints('run')).map(({ step }) => step);

  describe(`runs in ${where}`, () => {
    it('are there after the store is opened again, the last changed first', async () => {
      const name = newName();
      const store = await open(name);
      await store.putRun(aRun('a', { updatedAt: 1 }));
      await store.putRun(aRun('b', { updatedAt: 2 }));
      store.close();
      const again = await open(name);
      expect(await again.listRuns()).toEqual([aRun('b', { updatedAt: 2 }), aRun('a', { updatedAt: 1 })]);
      expect(await again.getRun('a')).toEqual(aRun('a', { updatedAt: 1 }));
      expect(await again.getRun('none')).toBeUndefined();
    });

    it('change without losing the rest, and not at all when they do not exist', async () => {
      const store = await openWithRun();
      const changed = await store.updateRun('run', { name: 'New', resumes: [40] });
      expect(changed).toEqual({ ...aRun(), name: 'New', resumes: [40], updatedAt: changed.updatedAt });
      expect(await store.getRun('run')).toEqual(changed);
      await expect(store.updateRun('none', { name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('can be deleted, restored, and purged with everything that depends on them', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await store.putRun(aRun('run2'));
      for (const id of ['run', 'run2']) {
        await store.commitCheckpoint(id, aCheckpoint(5), { pinned: true, points: points(1, 5) });
        await store.putFrame(id, aFrame(5));
      }
      await store.softDelete('run');
      expect((await store.getRun('run'))?.deletedAt).toBeGreaterThan(0);
      await store.restore('run');
      expect(await store.getRun('run')).not.toHaveProperty('deletedAt');
      await store.softDelete('run');
      await store.purge();
      expect((await store.listRuns()).map(({ id }) => id)).toEqual(['run2']);
      for (const table of ['checkpoints', 'chunks', 'history', 'frames'] as const) {
        const keys = (await withTable(name, table, 'readonly', (rows) => rows.getAllKeys())) as IDBValidKey[][];
        expect(
          keys.map(([id]) => id),
          table,
        ).toEqual(['run2']);
      }
      await store.purge('run2');
      expect(await store.listRuns()).toEqual([]);
    });
  });

  describe(`checkpoints in ${where}`, () => {
    it('return every bit, with the digest of the whole', async () => {
      const name = newName();
      const store = await openWithRun(name);
      const checkpoint = aCheckpoint(17);
      const record = await store.commitCheckpoint('run', checkpoint, {
        pinned: false,
        points: points(16, 17),
        run: { trainedSeconds: 3, resumes: [10] },
      });
      expect(record).toMatchObject({ runId: 'run', step: 17, bytes: 4 * 11, pinned: false });
      expect(record.digest).toBe(await digestOf(checkpoint.tensors));
      store.close();
      const again = await open(name);
      expect(await again.loadCheckpoint('run')).toEqual({ checkpoint, record, quarantined: [] });
      expect(await again.getRun('run')).toMatchObject({ step: 17, trainedSeconds: 3, resumes: [10] });
      expect(await again.history('run')).toEqual(points(16, 17));
    });

    it('are undefined before the first, and not found at a step that has none', async () => {
      const store = await openWithRun();
      expect(await store.loadCheckpoint('run')).toBeUndefined();
      await expect(store.loadCheckpoint('run', 4)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.commitCheckpoint('none', aCheckpoint(1), { pinned: false })).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('store the values of a view, not of the buffer behind it, and a state without tensors', async () => {
      const store = await openWithRun();
      const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
      await store.commitCheckpoint(
        'run',
        { spec, step: 1, tensors: { a: { shape: [2], data: view } } },
        { pinned: false },
      );
      expect((await store.loadCheckpoint('run'))?.checkpoint.tensors).toEqual({
        a: { shape: [2], data: Float32Array.of(1, 2) },
      });
      await store.commitCheckpoint('run', { spec, step: 2, tensors: {} }, { pinned: false });
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual({ spec, step: 2, tensors: {} });
    });

    it('keep the last three and every pinned one, with their chunks', async () => {
      const name = newName();
      const store = await openWithRun(name);
      await commit(store, 10, true);
      for (const step of [20, 30, 40, 50]) await commit(store, step);
      expect(await steps(store)).toEqual([10, 30, 40, 50]);
      const chunks = (await withTable(name, 'chunks', 'readonly', (rows) => rows.getAllKeys())) as IDBValidKey[][];
      expect(chunks.map(([, step]) => step)).toEqual([10, 30, 40, 50]);
      await store.pin('run', 30, true);
      await store.pin('run', 10, false);
      await commit(store, 60);
      expect(await steps(store)).toEqual([30, 40, 50, 60]);
      expect((await store.loadCheckpoint('run', 30))?.checkpoint).toEqual(aCheckpoint(30));
    });

    it('stay pinned when the same step is stored again', async () => {
      const store = await openWithRun();
      await commit(store, 10, true);
      expect((await commit(store, 10)).pinned).toBe(true);
    });

    it('refuse a tensor that is not finite by name, and keep the last good state', async () => {
      const store = await openWithRun();
      await commit(store, 10);
      const bad = aCheckpoint(20);
      bad.tensors['method/k']!.data[0] = NaN;
      await expect(store.commitCheckpoint('run', bad, { pinned: false, points: points(20) })).rejects.toMatchObject({
        code: 'non-finite',
        path: 'method/k',
      });
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(10));
      expect(await store.history('run')).toEqual([]);
    });

    it('come with a forked run in one transaction', async () => {
      const store = await openWithRun();
      const fork = aRun('fork', { step: 20, parent: { runId: 'run', step: 20 } });
      await store.putRun(fork, { checkpoint: aCheckpoint(20), points: points(10, 20), pinned: true });
      expect(await store.getRun('fork')).toEqual(fork);
      expect(await store.history('fork')).toEqual(points(10, 20));
      expect((await store.listCheckpoints('fork')).map(({ pinned }) => pinned)).toEqual([true]);
      expect((await store.loadCheckpoint('fork'))?.checkpoint).toEqual(aCheckpoint(20));
    });
  });

  describe(`history and frames in ${where}`, () => {
    it('keep every point of many appends in order', async () => {
      const store = await openWithRun();
      const all = Array.from({ length: 1500 }, (_, step) => step);
      for (let start = 0; start < 1500; start += 700)
        await store.appendPoints('run', points(...all.slice(start, start + 700)));
      await store.appendPoints('run', points(1500));
      expect(await store.history('run')).toEqual(points(...all, 1500));
    });

    it('join what was recorded for one step at different times', async () => {
      const store = await openWithRun();
      await store.appendPoints('run', points(1, 2, 3));
      await store.appendPoints('run', [{ step: 2, seconds: 9, values: { 'mode-coverage': 8 } }]);
      const [, second] = await store.history('run');
      expect(second).toEqual({ step: 2, seconds: 0.2, values: { 'generator/loss': 1 / 3, 'mode-coverage': 8 } });
    });

    it('show one history after a resume from an earlier step', async () => {
      const store = await openWithRun();
      await store.appendPoints('run', points(...Array.from({ length: 600 }, (_, step) => step)));
      for (const step of [100, 200, 300]) await store.putFrame('run', aFrame(step));
      await store.truncateAfter('run', 200);
      expect((await store.history('run')).at(-1)?.step).toBe(200);
      expect(await store.frameSteps('run')).toEqual([100, 200]);
      await store.appendPoints('run', points(201, 202));
      expect(await store.history('run')).toEqual(points(...Array.from({ length: 203 }, (_, step) => step)));
      await store.truncateAfter('run', -1);
      expect(await store.history('run')).toEqual([]);
      expect(await store.frameSteps('run')).toEqual([]);
    });

    it('return frames of both kinds as they were', async () => {
      const store = await openWithRun();
      const buffer = Float32Array.of(9, 1, 2, NaN, 4, 9);
      await store.putFrame('run', {
        kind: 'points',
        step: 3,
        extent: 2,
        samples: buffer.subarray(1, 5),
        surface: { resolution: 1, values: Float32Array.of(0.5) },
      });
      await store.putFrame('run', aFrame(4));
      expect(await store.frame('run', 3)).toEqual({
        kind: 'points',
        step: 3,
        extent: 2,
        samples: Float32Array.of(1, 2, NaN, 4),
        surface: { resolution: 1, values: Float32Array.of(0.5) },
      });
      expect(await store.frame('run', 4)).toEqual(aFrame(4));
      expect(await store.frame('run', 5)).toBeUndefined();
    });

    it('thin frames past the cap, the first and the last staying', async () => {
      const store = await openWithRun();
      for (let step = 0; step <= 250; step++) await store.putFrame('run', aFrame(step));
      const kept = await store.frameSteps('run');
      expect(kept).toHaveLength(240);
      expect([kept[0], kept[1], kept.at(-1)]).toEqual([0, 2, 250]);
    });

    it('belong to a run that exists', async () => {
      const store = await open();
      await expect(store.appendPoints('none', points(1))).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.putFrame('none', aFrame(1))).rejects.toMatchObject({ code: 'not-found' });
    });

    it('go out and come in as one, under a new id', async () => {
      const store = await openWithRun();
      await store.commitCheckpoint('run', aCheckpoint(20), { pinned: false, points: points(10, 20) });
      await store.appendPoints('run', points(25));
      await store.putFrame('run', aFrame(20));
      await store.putFrame('run', aFrame(25));
      const parts = await store.readParts('run');
      expect(parts.points).toEqual(points(10, 20));
      expect(parts.frames).toEqual([aFrame(20)]);
      const record = await store.importParts(parts);
      expect(record.id).not.toBe('run');
      expect(await store.readParts(record.id)).toEqual({ ...parts, run: record });
    });
  });

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
      await withTable(name, 'settings', 'readwrite', (rows) => rows.put(2, formatKey));
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

  describe(`settings in ${where}`, () => {
    it('are kept apart from what the store keeps for itself', async () => {
      const store = await open();
      await store.putSetting('format', { autosaveSeconds: 30 });
      expect(await store.getSetting('format')).toEqual({ autosaveSeconds: 30 });
      expect(await store.getSetting('none')).toBeUndefined();
      await store.putRun(aRun());
    });

    it('include how much room there is', async () => {
      const { usage, quota: allowed } = await (await open()).estimate();
      expect(usage).toBeLessThanOrEqual(allowed);
    });
  });
}
