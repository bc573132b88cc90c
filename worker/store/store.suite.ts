import { describe, expect, it } from 'vitest';
import { digestOf } from '../../core/training/digest.ts';
import { newName, withTable } from './faults.fixture.ts';
import { commit, steps, storeOpener } from './opener.fixture.ts';
import { aCheckpoint, aFrame, aRun, points, spec } from './store.fixture.ts';

/** What the store promises, to be run over every IndexedDB there is. */
export function describeStore(where: string): void {
  const { open, openWithRun } = storeOpener();

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

    it('keep their edits, and have none where an earlier version stored them', async () => {
      const name = newName();
      const store = await openWithRun(name);
      const edits = [{ step: 7, changes: { dynamics: { kind: 'simultaneous' } } }];
      await store.updateRun('run', { edits, identity: 'cd'.repeat(32) });
      expect(await store.getRun('run')).toMatchObject({ edits, identity: 'cd'.repeat(32) });
      const { edits: _, ...old } = aRun('old');
      await withTable(name, 'runs', 'readwrite', (rows) => rows.put(old));
      expect(await store.getRun('old')).toEqual(aRun('old'));
      expect((await store.listRuns()).map((run) => run.edits.length).sort()).toEqual([0, 1]);
      expect((await store.readParts('old')).run.edits).toEqual([]);
      expect((await store.updateRun('old', { name: 'x' })).edits).toEqual([]);
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

    it('leave nothing of a larger one of the same step', async () => {
      const store = await openWithRun();
      await store.commitCheckpoint('run', aCheckpoint(5, 2 ** 20 + 2), { pinned: false });
      await commit(store, 5);
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(5));
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

    it('say how many bytes they and the checkpoints take, and settle to the last of each', async () => {
      const store = await openWithRun();
      expect(await store.bytesOf('run')).toBe(0);
      const saved = [];
      for (const step of [5, 10, 15, 20]) {
        saved.push(
          await store.commitCheckpoint('run', aCheckpoint(step), { pinned: step === 10, points: points(step) }),
        );
        await store.putFrame('run', aFrame(step));
      }
      const [, pinned, third, last] = saved.map(({ bytes }) => bytes);
      expect(await store.bytesOf('run')).toBe(pinned! + third! + last! + 4 * 4);
      for (let again = 0; again < 2; again++) {
        await store.settle('run');
        expect((await store.listCheckpoints('run')).map(({ step }) => step)).toEqual([10, 20]);
        expect(await store.frameSteps('run')).toEqual([20]);
        expect(await store.history('run')).toEqual(points(5, 10, 15, 20));
        expect(await store.bytesOf('run')).toBe(pinned! + last! + 4);
      }
      expect((await store.loadCheckpoint('run'))?.checkpoint).toEqual(aCheckpoint(20));
      await store.settle('none');
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
}
