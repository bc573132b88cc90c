import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { processMilliseconds } from '../../testing/process-time.ts';
import { DataError } from '../data-error.ts';
import { bytesOf, cifar10, decodePng, fileOf, idx, npy, png, zip } from './files.fixture.ts';
import { importFiles } from './import-files.ts';
import type { Imported } from './import-files.ts';
import { defaultImportOptions, valuesEach } from './imported-set.ts';
import { importLimits } from './limits.ts';
import { mutated, randomFrom } from './mutations.fixture.ts';

/** Mutated files of each kind: a few here, 10,000 by `npm run test:importers`. */
const mutations = Number(process.env['IMPORT_MUTATIONS'] ?? 250);
/** Small, so that what ignores them is seen at once. */
const limits = {
  ...importLimits,
  fileBytes: 2 ** 20,
  expandedBytes: 4 * 2 ** 20,
  setBytes: 2 ** 20,
  imagePixels: 2 ** 14,
};
/** Milliseconds of the process that any file may take: a hundred times what the slowest does when nothing else runs. */
const patience = 3000;
/** Bytes that an import may hold beside what held the process before: the files, what they expand to, and the set thrice. */
const memory = limits.fileBytes + limits.expandedBytes * 2 + limits.setBytes * 3 + 64 * 2 ** 20;

const pixels = Uint8Array.from({ length: 6 * 36 }, (_, i) => (37 * i) % 256);
const labels = Uint8Array.of(0, 1, 2, 0, 1, 2);
const images = {
  'cat/1.png': png(6, 6, [10, 20, 30, 255]),
  'cat/2.png': png(6, 6, [40, 50, 60, 255]),
  'dog/3.png': png(6, 6, [70, 80, 90, 128]),
};
const table = `label,${Array.from({ length: 16 }, (_, i) => `p${i}`).join()}\n${Array.from({ length: 6 }, (_, i) => `${i % 3},${pixels.slice(16 * i, 16 * i + 16).join()}`).join('\n')}`;

/** Files of each importer. The first is mutated, the others come with it. */
const kinds: Readonly<Record<string, readonly (readonly [string, Uint8Array])[]>> = {
  IDX: [
    ['train-images-idx3-ubyte', idx(8, [6, 6, 6], pixels)],
    ['train-labels-idx1-ubyte', idx(8, [6], labels)],
  ],
  'IDX labels, gzipped': [
    ['train-labels-idx1-ubyte.gz', gzipSync(idx(8, [6], labels))],
    ['train-images-idx3-ubyte', idx(8, [6, 6, 6], pixels)],
  ],
  'NPY images': [['a.npy', npy('|u1', [6, 6, 6], pixels)]],
  'NPY points': [['p.npy', npy('<f8', [5, 2], bytesOf(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)))]],
  NPZ: [
    [
      'a.npz',
      zip({
        'x_train.npy': npy('<f4', [6, 6, 6], bytesOf(Float32Array.from(pixels))),
        'y_train.npy': npy('|u1', [6], labels),
      }),
    ],
  ],
  'CSV points': [['p.csv', new TextEncoder().encode('x,y,label\n0,0,a\n1,0.5,b\n-1,2e-1,a\n0.25,-3,c\n')]],
  'CSV images': [['train.csv', new TextEncoder().encode(table)]],
  'CIFAR-10': [['data_batch_1.bin', cifar10(2)]],
  'an image among others': Object.entries(images),
  'a zip of images': [['set.zip', zip(images)]],
};

function requireWhole({ set, skipped }: Imported): void {
  const count = set.train + set.test;
  expect(set.train).toBeGreaterThan(0);
  expect(set.test).toBeGreaterThan(0);
  expect(set.values.length).toBe(count * valuesEach(set.shape));
  expect(set.values.byteLength).toBeLessThanOrEqual(limits.setBytes);
  expect(set.shape.every((size) => Number.isInteger(size) && size > 0 && size <= limits.side)).toBe(true);
  if (set.kind === 'points') expect(set.values.every((value) => Math.abs(value) <= 2 + 1e-6)).toBe(true);
  expect(set.labels?.length ?? count).toBe(count);
  expect(set.labels?.every((label) => label < set.classes.length) ?? set.classes.length === 0).toBe(true);
  expect(skipped.every(({ name, reason }) => name.length <= 120 && reason.length > 0)).toBe(true);
}

describe('mutated files', () => {
  it.each(Object.entries(kinds))(
    'of %s give a DataError or a whole set, soon, within bounds',
    async (kind, files) => {
      const random = randomFrom(kind.length * 7919 + 5);
      const [[name, original], ...others] = files as [
        readonly [string, Uint8Array],
        ...(readonly [string, Uint8Array])[],
      ];
      const beside = others.map(([path, bytes]) => fileOf(path, bytes));
      const outcomes = { sets: 0, leftOut: 0, errors: 0, slowest: 0, most: 0 };
      const before = process.memoryUsage().arrayBuffers;
      for (let i = 0; i < mutations; i++) {
        const bytes = mutated(original, random);
        const started = processMilliseconds();
        try {
          const imported = await importFiles(
            [fileOf(name, bytes), ...beside],
            decodePng,
            defaultImportOptions,
            {},
            limits,
          );
          requireWhole(imported);
          if (imported.skipped.length > 0) outcomes.leftOut++;
          else outcomes.sets++;
        } catch (error) {
          if (!(error instanceof DataError)) throw new Error(`mutation ${i} of ${kind}`, { cause: error });
          expect(error.message.length).toBeLessThan(500);
          outcomes.errors++;
        }
        outcomes.slowest = Math.max(outcomes.slowest, processMilliseconds() - started);
        outcomes.most = Math.max(outcomes.most, process.memoryUsage().arrayBuffers - before);
      }
      console.info(
        `${kind}: ${outcomes.sets} sets, ${outcomes.leftOut} with a file left out, ${outcomes.errors} errors, slowest ${Math.round(outcomes.slowest)} ms, most ${Math.round(outcomes.most / 2 ** 20)} MiB`,
      );
      // Some of both: faults that are all harmless, or all fatal, would test nothing.
      expect(Math.min(outcomes.sets, outcomes.leftOut + outcomes.errors)).toBeGreaterThan(0);
      expect(outcomes.slowest).toBeLessThan(patience);
      expect(outcomes.most).toBeLessThan(memory);
    },
    30_000 + 30 * mutations,
  );
});
