import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataError } from '../data-error.ts';
import { ascii, bytesOf, cifar10, decodePng, fileOf, idx, joined, npy, png, zip } from './files.fixture.ts';
import { importFiles } from './import-files.ts';
import type { Imported } from './import-files.ts';
import type { ImportOptions } from './imported-set.ts';
import { defaultImportOptions } from './imported-set.ts';
import type { ImportLimits } from './limits.ts';
import { importLimits } from './limits.ts';
import type { ImportFile } from './sources.ts';

const read = (
  files: ImportFile[],
  options: Partial<ImportOptions> = {},
  limits: Partial<ImportLimits> = {},
): Promise<Imported> =>
  importFiles(files, decodePng, { ...defaultImportOptions, ...options }, {}, { ...importLimits, ...limits });

async function refusal(...args: Parameters<typeof read>): Promise<string> {
  try {
    await read(...args);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  throw new Error('it was imported');
}

/** The examples with their labels, in an order of their own: the split by content reorders them. */
const sorted = ({ set }: Imported): string[] =>
  Array.from({ length: set.train + set.test }, (_, i) => {
    const each = set.values.length / (set.train + set.test);
    const label = set.labels ? `${set.classes[set.labels[i]!]}: ` : '';
    return `${label}${set.values.slice(i * each, (i + 1) * each).join()}`;
  }).sort();

const images = Uint8Array.from({ length: 4 * 16 }, (_, i) => 4 * i);
const expected = Array.from({ length: 4 }, (_, i) => images.slice(16 * i, 16 * i + 16).join()).sort();

describe('IDX', () => {
  it('is read with its labels, gzipped too, and parted as its names say', async () => {
    const labels = (from: number) => idx(8, [2], Uint8Array.of(from, from + 1));
    const result = await read([
      fileOf('t10k-images-idx3-ubyte', idx(8, [2, 4, 4], images.slice(32))),
      fileOf('t10k-labels-idx1-ubyte', labels(5)),
      fileOf('train-labels-idx1-ubyte.gz', gzipSync(labels(3))),
      fileOf('train-images-idx3-ubyte.gz', gzipSync(idx(8, [2, 4, 4], images.slice(0, 32)))),
    ]);
    expect(result).toMatchObject({ format: 'IDX', skipped: [] });
    expect(result.set).toEqual({
      kind: 'images',
      shape: [4, 4, 1],
      train: 2,
      test: 2,
      classes: ['3', '4', '5', '6'],
      values: images,
      labels: Uint16Array.of(0, 1, 2, 3),
    });
  });

  it('of floating-point numbers is scaled from 0 to 1', async () => {
    const data = new Uint8Array(4 * 64);
    const view = new DataView(data.buffer);
    images.forEach((value, i) => view.setFloat32(4 * i, value / 255));
    expect(sorted(await read([fileOf('a', idx(0x0d, [4, 4, 4], data))]))).toEqual(expected);
  });

  it.each([
    ['cut short', idx(8, [4, 4, 4], images.slice(1)), 'is cut short: 63 bytes of values, of 64 for 4 x 4 x 4'],
    ['too long', idx(8, [4, 4, 4], joined(images, images)), 'has 64 bytes after its values'],
    ['of a declared petabyte', idx(8, [0xffffffff, 0xffffffff, 4], images), 'is cut short'],
    [
      'of too many dimensions',
      idx(
        8,
        Array.from({ length: 200 }, () => 1),
        images,
      ),
      '200 dimensions',
    ],
    ['without examples', idx(8, [0, 4, 4], new Uint8Array()), 'no examples'],
    ['of a wrong type', joined(Uint8Array.of(0, 0, 7, 3), images), 'of no kind'],
    ['of labels alone', idx(8, [4], Uint8Array.of(1, 2, 3, 4)), 'labels alone'],
  ])('is refused %s', async (_, bytes, fault) => {
    expect(await refusal([fileOf('images', bytes)])).toContain(fault);
  });
});

describe('NPY and NPZ', () => {
  const plain = (type: string, array: ArrayBufferView) => npy(type, [4, 4, 4], bytesOf(array));
  const swapped = (type: string, array: ArrayBufferView & { BYTES_PER_ELEMENT: number }) => {
    const bytes = bytesOf(array).slice();
    const width = array.BYTES_PER_ELEMENT;
    for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
    return npy(type, [4, 4, 4], bytes);
  };
  const half = Uint16Array.from(images, (value) => {
    // Whole numbers below 2048 are exact.
    if (value === 0) return 0;
    const exponent = Math.floor(Math.log2(value));
    return ((exponent + 15) << 10) | ((value / 2 ** exponent - 1) * 1024);
  });

  it.each([
    ['|u1', plain('|u1', images)],
    ['<u2', plain('<u2', Uint16Array.from(images))],
    ['>u2', swapped('>u2', Uint16Array.from(images))],
    ['<i2', plain('<i2', Int16Array.from(images))],
    ['<i4', plain('<i4', Int32Array.from(images))],
    ['>i4', swapped('>i4', Int32Array.from(images))],
    ['<u4', plain('<u4', Uint32Array.from(images))],
    ['<i8', plain('<i8', BigInt64Array.from([...images].map(BigInt)))],
    ['>i8', swapped('>i8', BigInt64Array.from([...images].map(BigInt)))],
    ['<u8', plain('<u8', BigUint64Array.from([...images].map(BigInt)))],
    ['<f2', plain('<f2', half)],
    ['>f2', swapped('>f2', half)],
    ['<f4', plain('<f4', Float32Array.from(images))],
    ['>f4', swapped('>f4', Float32Array.from(images))],
    ['<f8', plain('<f8', Float64Array.from(images))],
    ['>f8', swapped('>f8', Float64Array.from(images))],
    [
      '<f4 from 0 to 1',
      plain(
        '<f4',
        Float32Array.from(images, (value) => value / 255),
      ),
    ],
    [
      '<f4 from -1 to 1',
      plain(
        '<f4',
        Float32Array.from(images, (value) => value / 127.5 - 1),
      ),
    ],
  ])('of %s are read', async (_, bytes) => {
    expect(sorted(await read([fileOf('a.npy', bytes)]))).toEqual(expected);
  });

  it('are read in column-major order, in later versions, flat, and with channels first', async () => {
    const column = new Uint8Array(64);
    for (let n = 0; n < 4; n++)
      for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) column[n + 4 * y + 16 * x] = images[16 * n + 4 * y + x]!;
    for (const bytes of [
      npy('|u1', [4, 4, 4], column, { fortran: true }),
      npy('|u1', [4, 4, 4], images, { version: 2 }),
      npy('|u1', [4, 4, 4], images, { version: 3 }),
      npy('|u1', [4, 16], images),
      npy('|u1', [4, 1, 4, 4], images),
      npy('|u1', [4, 4, 4, 1], images),
    ]) {
      expect(sorted(await read([fileOf('a.npy', bytes)]))).toEqual(expected);
    }
    const colours = Uint8Array.from({ length: 2 * 3 * 16 }, (_, i) => 2 * i);
    const { set } = await read([fileOf('a.npy', npy('|u1', [2, 3, 4, 4], colours))]);
    expect(set.shape).toEqual([4, 4, 3]);
    expect([...set.values.slice(0, 6)]).toSatisfy((first: number[]) =>
      [[0, 32, 64, 2, 34, 66].join(), [96, 128, 160, 98, 130, 162].join()].includes(first.join()),
    );
  });

  it('of two columns of floating-point numbers are points, fitted to the square', async () => {
    const points = Float64Array.of(0, 0, 10, 0, 10, 5, 0, 5);
    const { set } = await read([fileOf('p.npy', npy('<f8', [4, 2], bytesOf(points)))]);
    expect(set).toMatchObject({ kind: 'points', shape: [2], classes: [], train: 3, test: 1 });
    expect(sorted({ set } as Imported)).toEqual(['-2,-1', '-2,1', '2,-1', '2,1']);
  });

  it('in an archive are put together by their names', async () => {
    const labels = (values: number[]) => npy('<i8', [values.length], bytesOf(BigInt64Array.from(values.map(BigInt))));
    const bytes = zip({
      'x_test.npy': npy('|u1', [1, 4, 4], images.slice(48)),
      'x_train.npy': npy('|u1', [3, 4, 4], images.slice(0, 48)),
      'y_test.npy': labels([7]),
      'y_train.npy': labels([7, 9, 7]),
    });
    const { set, format } = await read([fileOf('mnist.npz', bytes)]);
    expect(format).toBe('NumPy');
    expect(set).toMatchObject({
      train: 3,
      test: 1,
      classes: ['7', '9'],
      labels: Uint16Array.of(0, 1, 0, 0),
      values: images,
    });
  });

  it.each([
    ['objects', npy('|O', [4], ascii('\u0080\u0004pickle')), 'Python objects, which are never read'],
    ['texts', npy('<U5', [4], new Uint8Array(80)), 'only plain numbers'],
    ['complex numbers', npy('<c8', [4, 4, 4], new Uint8Array(512)), 'only plain numbers'],
    ['dates', npy('<M8[ns]', [4], new Uint8Array(32)), 'only plain numbers'],
    [
      'records',
      joined(
        ascii('\u0093NUMPY\u0001\u0000\u0030\u0000'),
        ascii("{'descr': [('a', '<f4')], 'fortran_order': False".padEnd(48)),
      ),
      'holds records',
    ],
    [
      'a header that ends nowhere',
      joined(ascii('\u0093NUMPY\u0002\u0000'), Uint8Array.of(255, 255, 255, 255)),
      'declares a header',
    ],
    ['a declared exabyte', npy('<f8', [1e9, 1e9], new Uint8Array(8)), 'is cut short'],
    ['a declared terabyte of points', npy('<f8', [1e11, 2], new Uint8Array(8)), 'is cut short'],
    ['a version to come', npy('|u1', [4, 4, 4], images, { version: 9 }), 'version 9'],
    ['a NaN', npy('<f4', [2, 4, 4], bytesOf(new Float32Array(32).fill(NaN, 7, 8))), 'has NaN as value 7'],
    [
      'values of no known range',
      npy('<f4', [2, 4, 4], bytesOf(new Float32Array(32).fill(-50))),
      'values from -50 to -50',
    ],
    ['points in three dimensions', npy('<f4', [2, 3], bytesOf(new Float32Array(6))), 'neither images nor points'],
    [
      'an infinite point',
      npy('<f4', [2, 2], bytesOf(Float32Array.of(1, 2, 3, Infinity))),
      'Infinity as a coordinate of point 1',
    ],
  ])('are refused with %s', async (_, bytes, fault) => {
    expect(await refusal([fileOf('a.npy', bytes)])).toContain(fault);
  });

  it('tell labels that belong to nothing, and arrays that do not go together', async () => {
    const result = await read([
      fileOf('a.npy', npy('|u1', [4, 4, 4], images)),
      fileOf('b.npy', npy('|u1', [3], Uint8Array.of(1, 2, 3))),
    ]);
    expect(result.skipped).toEqual([{ name: 'b.npy', reason: 'holds 3 numbers that label nothing' }]);
    const other = npy('|u1', [2, 5, 5], new Uint8Array(50));
    expect(await refusal([fileOf('a.npy', npy('|u1', [4, 4, 4], images)), fileOf('b.npy', other)])).toContain(
      'others of 4 x 4 x 1',
    );
    expect(await refusal([fileOf('a.npy', npy('|u1', [4, 4, 4], images))], {}, { setBytes: 50 })).toContain(
      '64 bytes of examples',
    );
  });
});

describe('CSV', () => {
  const row = (from: number) => images.slice(from, from + 16).join();

  it('of MNIST’s kinds is images with labels', async () => {
    const names = ['label', ...Array.from({ length: 16 }, (_, i) => `pixel${i}`)].join();
    const named = await read([fileOf('train.csv', `${names}\n7,${row(0)}\n9,${row(16)}\n7,${row(32)}\n`)]);
    expect(named.set).toMatchObject({ kind: 'images', shape: [4, 4, 1], classes: ['7', '9'] });
    expect(sorted(named)).toEqual([`7: ${row(0)}`, `7: ${row(32)}`, `9: ${row(16)}`].sort());
    const plain = await read([fileOf('train.csv', `7,${row(0)}\r\n9,${row(16)}\r\n7,${row(32)}`)]);
    expect(plain.set).toEqual(named.set);
  });

  it('is points, with words for labels', async () => {
    const result = await read([fileOf('p.csv', 'id,y,x,species\n1,0,0,setosa\n2,1,0,virginica\n3,1,1,setosa\n')]);
    expect(result.set).toMatchObject({ kind: 'points', classes: ['setosa', 'virginica'] });
    expect(sorted(result)).toEqual(['setosa: -2,-2', 'setosa: 2,2', 'virginica: -2,2']);
    // Whatever its name is: the one column of words.
    const moons = await read([fileOf('p.csv', 'x,y,moon\n0,0,upper\n1,0,lower\n1,1,upper\n')]);
    expect(sorted(moons)).toEqual(['lower: 2,-2', 'upper: -2,-2', 'upper: 2,2']);
    const named = await read([fileOf('p.csv', 'variety,length,width\na,0,0\nb,1,0\na,1,1\n')]);
    expect(sorted(named)).toEqual(['a: -2,-2', 'a: 2,2', 'b: 2,-2']);
    expect(await refusal([fileOf('p.csv', 'x,y\n0,0\n1,two\n')])).toContain('“two” where a number');
    expect(await refusal([fileOf('p.csv', 'x,y\n0,zero\n1,2\n')])).toContain('“zero” where a number');
    expect(sorted(await read([fileOf('p.csv', '0,0\n1,0\n1,1\n')]))).toEqual(['-2,-2', '2,-2', '2,2']);
    expect(sorted(await read([fileOf('p.csv', '0;0;1\n1,5;0;2\n1,5;1,5;1\n')]))).toEqual([
      '1: -2,-2',
      '1: 2,2',
      '2: 2,-2',
    ]);
  });

  it.each([
    ['', 'holds no rows'],
    ['x,y\n', 'holds no rows'],
    ['1,2,3,4,5\n', '5 columns in line 1'],
    ['0,0\n1', '1 of the 2 columns needed in line 2'],
    ['0,0\n\n1,two', 'has “two” where a number should be in line 3'],
    ['0,0\n1,', 'has nothing where a number should be in line 2'],
    ['0,0\n1,1e999', 'has “1e999” where'],
    ['0,0', 'one example'],
    ['a,b,c,d\n1,2,3,4', 'neither points nor square images'],
  ])('is refused: %j', async (text, fault) => {
    expect(await refusal([fileOf('p.csv', text)])).toContain(fault);
  });
});

describe('CIFAR-10', () => {
  it('is read with the names of its classes, batches to train and one held out', async () => {
    const { set, format } = await read([
      fileOf('cifar/test_batch.bin', cifar10(1)),
      fileOf('cifar/data_batch_1.bin', cifar10(3)),
    ]);
    expect(format).toBe('CIFAR-10');
    expect(set).toMatchObject({ shape: [32, 32, 3], train: 3, test: 1, classes: ['airplane', 'automobile', 'bird'] });
    expect([...set.values.slice(3072, 3078)]).toEqual([1, 100, 200, 1, 100, 200]);
    expect([...set.labels!]).toEqual([0, 1, 2, 0]);
  });

  it('is refused cut short, with another label, and as CIFAR-100', async () => {
    expect(await refusal([fileOf('a.bin', cifar10(2).slice(1))])).toContain('no whole number');
    expect(await refusal([fileOf('a.bin', cifar10(2).fill(11, 0, 1))])).toContain('label 11');
    expect(await refusal([fileOf('a.bin', new Uint8Array(3074))])).toContain('CIFAR-100');
  });
});

describe('images', () => {
  const red = png(5, 5);
  const grey = (value: number) => png(5, 5, [value, value, value, 255]);

  it('in class folders are labelled by them, broken ones left out and told', async () => {
    const result = await read([
      fileOf('pets/cat/1.png', grey(10)),
      fileOf('pets/cat/2.png', grey(20)),
      fileOf('pets/cat/broken.png', grey(30).slice(0, 50)),
      fileOf('pets/dog/1.png', grey(40)),
      fileOf('pets/dog/notes.txt', 'a text'),
      fileOf('pets/.DS_Store', 'litter'),
    ]);
    expect(result.set).toMatchObject({ kind: 'images', shape: [5, 5, 1], classes: ['cat', 'dog'] });
    expect(sorted(result).map((line) => line.split(',')[0])).toEqual(['cat: 10', 'cat: 20', 'dog: 40']);
    expect(result.skipped).toEqual([
      { name: 'pets/cat/broken.png', reason: 'can’t be decoded: it is damaged or of an unusual kind' },
      { name: 'pets/dog/notes.txt', reason: 'is no image' },
    ]);
  });

  it('give the same set in whatever order they come, zipped or not', async () => {
    const entries = { 'a/1.png': grey(1), 'a/2.png': grey(2), 'b/3.png': red, 'b/4.png': grey(3) };
    const files = Object.entries(entries).map(([name, bytes]) => fileOf(name, bytes));
    const one = await read(files);
    expect((await read(files.reverse())).set).toEqual(one.set);
    expect((await read([fileOf('set.zip', zip(entries))])).set).toEqual(one.set);
    expect(one.set.shape).toEqual([5, 5, 3]);
  });

  it('are parted as folders say, else by their content', async () => {
    const { set } = await read([
      fileOf('root/test/a/1.png', grey(1)),
      fileOf('root/train/a/2.png', grey(2)),
      fileOf('root/train/b/3.png', grey(3)),
    ]);
    expect(set).toMatchObject({ train: 2, test: 1, classes: ['a', 'b'], labels: Uint16Array.of(0, 1, 0) });
    const many = Array.from({ length: 200 }, (_, i) => fileOf(`${i}.png`, grey(i)));
    const { set: parted } = await read(many, { testShare: 0.25 });
    expect(parted.test).toBeGreaterThan(30);
    expect(parted.test).toBeLessThan(70);
    expect((await read(many, { testShare: 0 })).set.test).toBe(1);
  });

  it('of mixed sizes are brought to one, or left out where none is chosen', async () => {
    const files = [fileOf('1.png', grey(9)), fileOf('2.png', png(8, 4, [9, 9, 9, 255])), fileOf('3.png', grey(9))];
    expect((await read(files)).skipped).toEqual([
      { name: '2.png', reason: 'has 8 x 4 pixels, others 5 x 5; choose a size to bring all to' },
    ]);
    const { set, skipped } = await read(files, { side: 4, colour: 'colour' });
    expect(set).toMatchObject({ shape: [4, 4, 3], values: new Uint8Array(3 * 48).fill(9) });
    expect(skipped).toEqual([]);
  });

  it('lie on white where they are transparent, and lose their colour where asked', async () => {
    const { set } = await read([fileOf('1.png', png(2, 2, [0, 0, 0, 0])), fileOf('2.png', png(2, 2, [0, 0, 0, 51]))]);
    expect([...new Set(set.values)].sort()).toEqual([204, 255]);
    const { set: luma } = await read([fileOf('1.png', red), fileOf('2.png', red)], { colour: 'grey' });
    expect([...new Set(luma.values)]).toEqual([77]);
  });

  it('of more pixels than there may be are never decoded', async () => {
    const bomb = png(1, 1);
    new DataView(bomb.buffer).setUint32(16, 60_000);
    new DataView(bomb.buffer).setUint32(20, 60_000);
    const decode = async () => Promise.reject(new Error('it was decoded'));
    await expect(importFiles([fileOf('bomb.png', bomb)], decode, defaultImportOptions)).rejects.toThrow(
      'bomb.png has 60000 x 60000 pixels, more than 16777216',
    );
  });

  it('of hostile names are left out of an archive, or shown without their tricks', async () => {
    const result = await read([
      fileOf(
        'set.zip',
        zip({ '../up.png': red, '/root.png': red, 'a\u0001.png': red, 'ok/1.png': red, 'ok/2.png': grey(3) }),
      ),
    ]);
    expect(result.skipped.map(({ name }) => name).sort()).toEqual(['../up.png', '/root.png', 'a\ufffd.png']);
    expect(result.skipped.every(({ reason }) => reason === 'has a name that is not allowed')).toBe(true);
    const turned = await read([fileOf('\u202egnp.exe/1.png', red), fileOf(`${'x'.repeat(2000)}/2.png`, grey(1))]);
    expect(turned.set.classes).toEqual([`${'x'.repeat(59)}…`, '\ufffdgnp.exe']);
    const twice = await read([fileOf('a.png', red), fileOf('a.png', red)]);
    expect(twice.set.train + twice.set.test).toBe(2);
  });

  it('that expand without end stop the import at what has come out', async () => {
    const bomb = zip({ 'a.png': new Uint8Array(3e6), 'b.png': new Uint8Array(3e6), 'c.png': red });
    expect(await refusal([fileOf('bomb.zip', bomb)], {}, { expandedBytes: 5e6 })).toBe(
      'b.png takes the import over 4.8 MiB when expanded',
    );
    expect(await refusal([fileOf('bomb.gz', gzipSync(new Uint8Array(3e6)))], {}, { expandedBytes: 1e6 })).toContain(
      'when expanded',
    );
    expect(await refusal([fileOf('a.png', red), fileOf('b.png', red)], {}, { setBytes: 100 })).toContain(
      'choose a smaller size',
    );
  });

  it('are refused when none can be read, and when too many or too large', async () => {
    expect(await refusal([fileOf('a.png', 'x'), fileOf('b.png', 'y')])).toContain('none of 2 images can be read');
    expect(await refusal([fileOf('a.png', red)])).toContain('one example');
    expect(await refusal([fileOf('a.png', red), fileOf('b.png', red)], {}, { fileBytes: 10 })).toContain(
      'more than 10 bytes',
    );
    expect(await refusal([fileOf('a.png', red), fileOf('b.png', red)], {}, { entries: 1 })).toContain(
      'more than 1 files',
    );
    expect(await refusal([fileOf('a.png', png(300, 2)), fileOf('b.png', png(300, 2))])).toContain('choose a size');
    expect(await refusal([])).toContain('has no files');
  });

  it('stop being read when asked', async () => {
    const controller = new AbortController();
    const progress = () => controller.abort(new Error('stopped'));
    const watch = { signal: controller.signal, progress };
    await expect(
      importFiles([fileOf('a.png', red), fileOf('b.png', red)], decodePng, defaultImportOptions, watch),
    ).rejects.toThrow('stopped');
  });
});

describe('other files', () => {
  it.each([
    ['a.pkl', 'Python objects'],
    ['a.tar', 'unpack it first'],
    ['a.doc', 'of no kind that can be imported'],
    ['a.npy', 'is not an NPY file'],
    ['a.zip', 'is a damaged archive'],
  ])('called %s are refused with a reason', async (name, fault) => {
    expect(await refusal([fileOf(name, 'nothing of use')])).toContain(fault);
  });

  it('that begin as archives do are refused whole when damaged', async () => {
    expect(await refusal([fileOf('a.zip', zip({ 'a.png': png(2, 2) }).slice(0, -3))])).toContain('is cut off');
    expect(await refusal([fileOf('a.gz', gzipSync(images).slice(0, -9))])).toContain('is not a whole gzip file');
  });
});
