import { DataError } from '../data-error.ts';
import type { NamedArray } from './arrays.ts';
import { arrayExamples } from './arrays.ts';
import { cifar10Classes, readCifar10 } from './cifar10.ts';
import { csvExamples } from './csv.ts';
import type { CsvFile } from './csv.ts';
import type { Examples } from './examples.ts';
import { assemble } from './examples.ts';
import { looksLikeIdx, readIdx } from './idx-array.ts';
import { imageExamples, isImageName } from './image-files.ts';
import type { ImageDecoder } from './image-files.ts';
import type { ImportedSet, ImportOptions, ImportWatch, Skipped } from './imported-set.ts';
import { shownName } from './labels.ts';
import type { ImportLimits } from './limits.ts';
import { importLimits } from './limits.ts';
import { looksLikeNpy, readNpy } from './npy.ts';
import { sourcesOf } from './sources.ts';
import type { ImportFile, Source } from './sources.ts';

export interface Imported {
  readonly set: ImportedSet;
  /** Format that it was read from, as people call it. */
  readonly format: string;
  /** Files that were left out. */
  readonly skipped: readonly Skipped[];
}

/** Files that systems leave behind in folders and archives, which nobody meant to import. */
const isLitter = (name: string): boolean => /(^|\/)(\.[^./]|__MACOSX\/)|(^|\/)(Thumbs\.db|desktop\.ini)$/i.test(name);

/** What an import works with, from one file to the next. */
interface Work {
  readonly decode: ImageDecoder;
  readonly options: ImportOptions;
  readonly watch: ImportWatch;
  readonly limits: ImportLimits;
}

/**
 * Makes a set of files: IDX, NPY, CSV and CIFAR-10's binary version, plain, gzipped or in a zip archive (as NPZ is one),
 * or images in folders or a zip archive. Nothing of it is stored.
 *
 * @param decode decodes an image; the browser's decoder in the worker.
 * @throws DataError that names the file and what is wrong with it; the signal's reason when it is aborted.
 */
export async function importFiles(
  files: readonly ImportFile[],
  decode: ImageDecoder,
  options: ImportOptions,
  watch: ImportWatch = {},
  limits: ImportLimits = importLimits,
): Promise<Imported> {
  try {
    return await readFiles(files, { decode, options, watch, limits });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    // Names come from outside: they are told as they can be shown.
    throw new DataError(shownName(error.file), shownName(error.fault, 300), { cause: error.cause });
  }
}

async function readFiles(files: readonly ImportFile[], work: Work): Promise<Imported> {
  const { watch, limits } = work;
  const sources = (await sourcesOf(files, limits)).filter(({ name }) => !isLitter(name));
  const [first] = sources;
  if (!first) throw new DataError(files[0]!.path, 'holds no files');
  const images = sources.filter(({ name }) => isImageName(name));
  const others = sources.filter(({ name }) => !isImageName(name));
  // A table beside many images describes them; one image beside an array is its picture.
  if (images.length > 1 || others.length === 0) return ofImages(images, leftOut(others, 'is no image'), work);
  const found = await readOthers(others, watch);
  const { arrays, tables, skipped } = found;
  if (arrays.length + tables.length === 0 && found.images.length > 0) {
    return ofImages([...images, ...found.images], skipped, work);
  }
  skipped.push(...leftOut([...images, ...found.images], 'is an image beside other data'));
  watch.progress?.(0.9, 'putting examples together');
  await watch.breathe?.();
  if (arrays.length > 0) {
    skipped.push(...leftOut(tables, 'is a table beside arrays'));
    const { examples, skipped: left } = arrayExamples(arrays, limits, found.classes);
    return { set: finish(examples, first.name, work), format: found.format, skipped: [...skipped, ...left] };
  }
  if (tables.length > 0) {
    return { set: finish(csvExamples(tables, limits), first.name, work), format: 'CSV', skipped };
  }
  const [{ name, reason }] = skipped as [Skipped];
  throw new DataError(name, reason);
}

const leftOut = (sources: readonly { readonly name: string }[], reason: string): Skipped[] =>
  sources.map(({ name }) => ({ name: shownName(name), reason }));

async function ofImages(sources: readonly Source[], left: readonly Skipped[], work: Work): Promise<Imported> {
  const { decode, options, limits, watch } = work;
  const { examples, skipped } = await imageExamples(sources, decode, options, limits, watch);
  return { set: finish(examples, sources[0]!.name, work), format: 'Images', skipped: [...skipped, ...left] };
}

function finish(examples: Examples, file: string, { options, limits }: Work): ImportedSet {
  const set = assemble(examples, file, options);
  if (set.values.byteLength > limits.setBytes)
    throw new DataError(file, 'takes more room than there may be; choose a smaller size');
  if (set.shape.some((size) => size > limits.side)) {
    throw new DataError(
      file,
      `holds images of ${set.shape.join(' x ')}, more than ${limits.side} a side; choose a size to bring them to`,
    );
  }
  return set;
}

interface Read {
  readonly arrays: NamedArray[];
  readonly tables: CsvFile[];
  readonly images: Source[];
  readonly skipped: Skipped[];
  classes?: readonly string[];
  format: string;
}

/** Reads files that are not called images, by what they begin with. */
async function readOthers(sources: readonly Source[], watch: ImportWatch): Promise<Read> {
  const read: Read = { arrays: [], tables: [], images: [], skipped: [], format: '' };
  for (const [index, source] of sources.entries()) {
    watch.signal?.throwIfAborted();
    const name = shownName(source.name);
    watch.progress?.((0.9 * index) / sources.length, name);
    await watch.breathe?.();
    if (source.fault !== undefined) {
      read.skipped.push({ name, reason: source.fault });
      continue;
    }
    const bytes = await source.read();
    if (looksLikeNpy(bytes)) {
      read.arrays.push({ name, array: readNpy(bytes, name) });
      read.format = 'NumPy';
    } else if (looksLikeIdx(bytes)) {
      read.arrays.push({ name, array: readIdx(bytes, name) });
      read.format = 'IDX';
    } else if (/\.bin$/i.test(name)) {
      const { images, labels } = readCifar10(bytes, name);
      read.arrays.push({ name, array: images, labels });
      read.classes = cifar10Classes;
      read.format = 'CIFAR-10';
    } else if (/\.(csv|tsv|txt)$/i.test(name)) {
      read.tables.push({ name, bytes });
    } else if (looksLikeImage(bytes)) {
      read.images.push(source);
    } else {
      read.skipped.push({ name, reason: reasonFor(name) });
    }
  }
  return read;
}

function looksLikeImage(bytes: Uint8Array): boolean {
  const begin = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return /^(89504e47|ffd8ff|47494638)/.test(begin) || (begin === '52494646' && bytes[8] === 0x57);
}

function reasonFor(name: string): string {
  if (/\.npy$/i.test(name)) return 'is not an NPY file';
  if (/idx\d-ubyte$/i.test(name)) return 'is not an IDX file of a known type';
  if (/\.(zip|npz)$/i.test(name)) return 'is a damaged archive, or one within another';
  if (/\.(tar|tgz|7z|rar)$/i.test(name)) return 'is an archive of a kind that is not read; unpack it first';
  if (/\.pkl$|\.pickle$|\.pt$|\.pth$/i.test(name)) return 'holds Python objects, which are never read';
  return 'is of no kind that can be imported';
}
