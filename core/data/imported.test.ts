import { describe, expect, it } from 'vitest';
import { catalogue, objectionsTo } from '../catalogue.ts';
import { datasetCardOf, datasetId, importedCards, importedSetOf } from '../spec/dataset-card.ts';
import { parseRunSpec } from '../spec/parse.ts';
import { DataError } from './data-error.ts';
import type { AssetReader } from './dataset.ts';
import type { ImportedSet } from './import/imported-set.ts';
import { packSet, unpackSet } from './import/packed-set.ts';
import { loadDataset } from './load.ts';

const images: ImportedSet = {
  kind: 'images',
  shape: [4, 4, 1],
  train: 2,
  test: 1,
  classes: ['cat', 'dog'],
  values: Uint8Array.from({ length: 48 }, (_, i) => 5 * i),
  labels: Uint16Array.of(0, 1, 1),
};
const points: ImportedSet = {
  kind: 'points',
  shape: [2],
  train: 2,
  test: 1,
  classes: [],
  values: Float32Array.of(-2, 0.5, 1, 2, 0, 0),
};
const set = 'ab'.repeat(32);
const chosen = (shape: string, classes: number) => ({ kind: 'imported', set, shape, classes });
const pathsOf = (input: unknown): string[] => {
  const result = parseRunSpec(input, catalogue, objectionsTo);
  return result.ok ? [] : result.issues.map(({ path }) => path);
};

describe('a packed set', () => {
  it.each([images, points])('comes back as it was, known by its content', async (original) => {
    const { id, bytes } = await packSet(original);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(unpackSet(bytes, 'set')).toEqual(original);
    // A view that begins anywhere in a buffer is as good.
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(unpackSet(shifted.subarray(1), 'set')).toEqual(original);
    const other = original.values.slice();
    other[0] = 1;
    expect((await packSet({ ...original, values: other })).id).not.toBe(id);
  });

  it('is refused in any other length, and with any byte of its header changed to nonsense', async () => {
    const { bytes } = await packSet(images);
    for (const wrong of [bytes.subarray(1), bytes.subarray(0, -1), new Uint8Array(), new Uint8Array(100)]) {
      expect(() => unpackSet(wrong, 'set')).toThrow(DataError);
    }
    for (let at = 0; at < 12; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 0x40;
      expect(() => unpackSet(damaged, 'set'), String(at)).toThrow(DataError);
    }
    const text = new TextDecoder('latin1').decode(bytes);
    for (const [from, to] of [
      ['"train":2', '"train":0'],
      ['"test":1', '"test":9'],
      ['[4,4,1]', '[4,4,2]'],
      ['"images"', '"points"'],
      ['"images"', '"imagez"'],
    ] as const) {
      const changed = Uint8Array.from(text.replace(from, to), (char) => char.charCodeAt(0));
      expect(() => unpackSet(changed, 'set'), to).toThrow(DataError);
    }
  });
});

describe('an imported dataset', () => {
  const load = async (original: ImportedSet, shape: string, classes: number) => {
    const { bytes } = await packSet(original);
    const read: AssetReader = async (name) => {
      expect(name).toBe(`imported/${set}`);
      return bytes;
    };
    return loadDataset(chosen(shape, classes), read);
  };

  it('gives its images from 0 to 1 and its labels', async () => {
    const dataset = await load(images, '4x4x1', 2);
    expect([dataset.count('train'), dataset.count('test'), dataset.classes]).toEqual([2, 1, 2]);
    const held = dataset.examples('test', 0, 1);
    expect([...held.labels]).toEqual([1]);
    expect([...held.x]).toEqual([...images.values.slice(32)].map((value) => Math.fround(value / 255)));
    const { x, labels } = dataset.batch(7, 0, 4);
    expect([...labels].sort()).toEqual([0, 0, 1, 1]);
    for (let i = 0; i < 4; i++) expect(x[16 * i]).toBe(Math.fround((labels[i] === 0 ? 0 : 80) / 255));
  });

  it('gives its points, without labels, and the square that holds them', async () => {
    const dataset = await load(points, '2', 0);
    expect([...dataset.examples('train', 0, 2).x]).toEqual([-2, 0.5, 1, 2]);
    expect(dataset.examples('train', 0, 2).labels).toHaveLength(0);
    expect(dataset.extent).toBeCloseTo(2.1);
  });

  it('is refused where it is not what the run says', async () => {
    await expect(load(images, '4x4x3', 2)).rejects.toThrow('holds examples of 4x4x1 in 2 classes');
    await expect(load(images, '4x4x1', 3)).rejects.toThrow(DataError);
  });
});

describe('a spec on an imported set', () => {
  it('is judged by the shape it names, without the set', () => {
    const parsed = parseRunSpec({ method: 'gan', data: chosen('28x28x1', 10) }, catalogue, objectionsTo);
    expect(parsed.ok && parsed.spec.data).toEqual(chosen('28x28x1', 10));
    expect(parsed.ok && parsed.spec.networks['generator']?.kind).toBe('dcgan');
    const flat = parseRunSpec({ method: 'gan', data: chosen('2', 0) }, catalogue, objectionsTo);
    expect(flat.ok && flat.spec.networks['generator']?.kind).toBe('mlp');
    expect(pathsOf({ method: 'gan', data: chosen('2', 0), networks: { generator: { kind: 'dcgan' } } })).toContain(
      'networks.generator.kind',
    );
  });

  it('is refused without a set, with a shape that is none, and with other settings', () => {
    expect(pathsOf({ method: 'gan', data: { kind: 'imported' } })).toContain('data.set');
    expect(pathsOf({ method: 'gan', data: { ...chosen('2', 0), set: '../../x' } })).toContain('data.set');
    for (const shape of ['0x4x1', '4x4x2', '257x4x1', '4x4', '', '2x', '1e9x1x1']) {
      expect(pathsOf({ method: 'gan', data: chosen(shape, 0) }), shape).toContain('data.shape');
    }
    expect(pathsOf({ method: 'gan', data: { ...chosen('2', 0), classes: 1e9 } })).toContain('data.classes');
    expect(pathsOf({ method: 'gan', data: { ...chosen('2', 0), url: 'x' } })).toContain('data.url');
  });

  it('is named by an id of its own, and by its title where it is known', () => {
    expect(datasetId(chosen('2', 0))).toBe(`imported/${set}`);
    expect(datasetId({ kind: 'ring' })).toBe('ring');
    expect(importedSetOf(`imported/${set}`)).toBe(set);
    expect(importedSetOf('ring')).toBeUndefined();
    expect(datasetCardOf(catalogue, chosen('8x9x3', 4))).toMatchObject({
      title: 'Imported set abababab',
      shape: [8, 9, 3],
      classes: 4,
    });
    const here = {
      ...catalogue,
      imported: { ...catalogue.imported!, sets: [{ id: set, title: 'Pets', shape: [2], classes: 0 }] },
    };
    expect(datasetCardOf(here, chosen('2', 0))?.title).toBe('Pets');
    expect(datasetCardOf(catalogue, { kind: 'none' })).toBeUndefined();
    expect(importedCards(here)).toMatchObject([{ id: `imported/${set}`, title: 'Pets', shape: [2] }]);
  });
});
