import { describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../core/training/digest.ts';
import type { ImportedSetRecord } from '../protocol/datasets.ts';
import { abortAfterPut, newName, withTable } from './faults.fixture.ts';
import { storeOpener } from './opener.fixture.ts';
import { aRun } from './store.fixture.ts';

const content = Uint8Array.of(1, 2, 3, 4);

async function aSet(title: string, importedAt = 1): Promise<ImportedSetRecord> {
  return {
    id: await sha256(content),
    title,
    kind: 'images',
    shape: [1, 1, 1],
    train: 3,
    test: 1,
    classes: [],
    bytes: content.length,
    format: 'IDX',
    importedAt,
    skipped: 0,
    preview: content,
  };
}

/** What the store promises of imported sets, to be run over every IndexedDB there is. */
export function describeImportedSets(where: string): void {
  const { open } = storeOpener();

  describe(`imported sets in ${where}`, () => {
    it('come back after the store is opened again, and go as a whole', async () => {
      const name = newName();
      const store = await open(name);
      const set = await aSet('Pets');
      expect(await store.imported.put(set, content)).toEqual({ set, known: false });
      store.close();
      const again = await open(name);
      expect(await again.imported.list()).toEqual([set]);
      expect(await again.imported.get(set.id)).toEqual(set);
      expect(await again.imported.read(set.id)).toEqual(content);
      await again.imported.remove(set.id);
      expect(await again.imported.list()).toEqual([]);
      await expect(again.imported.read(set.id)).rejects.toMatchObject({ code: 'not-found', path: 'data.set' });
    });

    it('that are here already stay as they are', async () => {
      const store = await open();
      const first = await aSet('First');
      await store.imported.put(first, content);
      expect(await store.imported.put(await aSet('Second', 2), content)).toEqual({ set: first, known: true });
    });

    it('are stored whole or not at all', async () => {
      const name = newName();
      const store = await open(name);
      for (const table of ['importedData', 'imported'] as const) {
        abortAfterPut(table, new DOMException('full', 'QuotaExceededError'), 1);
        await expect(store.imported.put(await aSet('x'), content)).rejects.toMatchObject({ code: 'quota' });
        vi.restoreAllMocks();
        expect(await withTable(name, 'imported', 'readonly', (rows) => rows.count())).toBe(0);
        expect(await withTable(name, 'importedData', 'readonly', (rows) => rows.count())).toBe(0);
      }
    });

    it('find room where there is something that can be done without', async () => {
      const store = await open();
      await store.putRun(aRun('gone'));
      await store.softDelete('gone');
      abortAfterPut('importedData', new DOMException('full', 'QuotaExceededError'), 1);
      const set = await aSet('Pets');
      expect(await store.imported.put(set, content)).toEqual({ set, known: false });
      expect(await store.getRun('gone')).toBeUndefined();
    });

    it('that are damaged are refused', async () => {
      const name = newName();
      const store = await open(name);
      const set = await aSet('Pets');
      await store.imported.put(set, content);
      const row = { id: set.id, bytes: Uint8Array.of(9) };
      await withTable(name, 'importedData', 'readwrite', (rows) => rows.put(row));
      await expect(store.imported.read(set.id)).rejects.toMatchObject({ code: 'invalid-data' });
    });
  });
}
