import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.ts';
import { abortAfterPut, failOn, newName, withTable } from './faults.fixture.ts';
import { FeatureCache } from './feature-cache.ts';
import { commit, steps } from './opener.fixture.ts';
import { aRun } from './store.fixture.ts';
import { openStores } from './store.ts';

const values = (count: number, first = 0) => Float32Array.from({ length: count }, (_, i) => first + i / 7);
const quota = () => new DOMException('full', 'QuotaExceededError');

/** What the cache of features promises, to be run over every IndexedDB there is. */
export function describeFeatureCache(where: string): void {
  describe(`features in ${where}`, () => {
    const closing: (() => void)[] = [];
    afterEach(() => {
      vi.restoreAllMocks();
      for (const close of closing.splice(0)) close();
    });

    const open = (room?: number, name = newName()) => {
      const connection = new Connection(name, () => undefined);
      closing.push(() => connection.close());
      return new FeatureCache(connection, room);
    };

    it('come back as they were put, by dataset and key, also after the app has been closed', async () => {
      const name = newName();
      const cache = open(undefined, name);
      await cache.of('mnist').put('a/train/10', values(30));
      await cache.of('mnist').put('a/test/10', values(30, 5));
      await cache.of('sprites').put('a/train/10', values(30, 9));
      const later = open(undefined, name);
      expect(await later.of('mnist').get('a/train/10', 30)).toEqual(values(30));
      expect(await later.of('mnist').get('a/test/10', 30)).toEqual(values(30, 5));
      expect(await later.of('sprites').get('a/train/10', 30)).toEqual(values(30, 9));
      expect(await later.of('sprites').get('a/test/10', 30)).toBeUndefined();
    });

    it('of another length are damaged, and not given', async () => {
      const features = open().of('mnist');
      await features.put('a', values(30));
      expect(await features.get('a', 31)).toBeUndefined();
    });

    it('take a bounded room: the oldest go first, and what alone is too large is not kept', async () => {
      const clock = vi.spyOn(Date, 'now');
      const features = open(1000).of('mnist');
      for (const [time, key] of ['a', 'b', 'c'].entries()) {
        clock.mockReturnValue(1000 + time);
        await features.put(key, values(100, time));
      }
      expect(await features.get('a', 100)).toBeUndefined();
      expect(await features.get('b', 100)).toEqual(values(100, 1));
      expect(await features.get('c', 100)).toEqual(values(100, 2));
      await features.put('large', values(251));
      expect(await features.get('large', 251)).toBeUndefined();
      // One that is put anew takes its own place.
      clock.mockReturnValue(2000);
      await features.put('b', values(150, 7));
      expect(await features.get('b', 150)).toEqual(values(150, 7));
      expect(await features.get('c', 100)).toEqual(values(100, 2));
    });

    it('are not kept on a full disk, and a store that fails gives none: neither is an error', async () => {
      const features = open().of('mnist');
      abortAfterPut('features', quota(), Infinity);
      await features.put('a', values(30));
      vi.restoreAllMocks();
      expect(await features.get('a', 30)).toBeUndefined();
      failOn('put', 'features', new DOMException('broken', 'UnknownError'));
      await features.put('a', values(30));
      expect(await features.get('a', 30)).toBeUndefined();
    });

    it('are the first to go when a run needs room, and then nothing else does', async () => {
      const name = newName();
      const { runs, features } = await openStores({ name });
      closing.push(() => runs.close());
      await runs.putRun(aRun());
      for (const step of [10, 20, 30]) await commit(runs, step);
      await features.of('mnist').put('a', values(30));
      abortAfterPut('checkpoints', quota(), 1);
      await commit(runs, 40);
      expect(await steps(runs)).toEqual([20, 30, 40]);
      expect(await withTable(name, 'features', 'readonly', (rows) => rows.count())).toBe(0);
      // Where that is not enough, checkpoints follow.
      await features.of('mnist').put('a', values(30));
      vi.restoreAllMocks();
      abortAfterPut('checkpoints', quota(), 2);
      await commit(runs, 50);
      expect(await steps(runs)).toEqual([40, 50]);
    });
  });
}
