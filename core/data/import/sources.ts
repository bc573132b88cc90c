import { DataError } from '../data-error.ts';
import { zipEntries, ZipError } from '../zip/zip-reader.ts';
import type { ImportLimits } from './limits.ts';
import { mebibytes } from './limits.ts';

/** A file as a person chose it, with its path in the folder that it was chosen with. */
export interface ImportFile {
  readonly path: string;
  readonly file: Blob;
}

/** A file, or an entry of an archive, that can be read when its turn comes. */
export interface Source {
  readonly name: string;
  /** Bytes once read; of an entry as its archive declares. */
  readonly size: number;
  /** Why it can't be read. */
  readonly fault?: string;
  /** @throws DataError */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Counts what has really come out of archives, and ends an import that expands to more than it may. */
class Budget {
  #left: number;
  readonly #all: number;

  constructor(bytes: number) {
    this.#left = this.#all = bytes;
  }

  get left(): number {
    return this.#left;
  }

  spend(bytes: number, name: string): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new DataError(name, `takes the import over ${mebibytes(this.#all)} when expanded`);
  }
}

/**
 * What is to be read: the files themselves, and the entries of those that are zip archives. Archives are opened one deep;
 * gzip files are expanded when read.
 * @throws DataError for more or larger files than may be, or a damaged archive.
 */
export async function sourcesOf(files: readonly ImportFile[], limits: ImportLimits): Promise<Source[]> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const [first] = files;
  if (!first) throw new DataError('The import', 'has no files');
  if (total > limits.fileBytes) {
    throw new DataError(
      first.path,
      `and what comes with it take ${mebibytes(total)}, more than ${mebibytes(limits.fileBytes)}`,
    );
  }
  const budget = new Budget(limits.expandedBytes);
  const sources: Source[] = [];
  for (const { path, file } of files) {
    const begin = await bytesOf(file.slice(0, 4), path);
    if (isZip(begin)) sources.push(...entriesOf(await bytesOf(file, path), path, budget, limits));
    else sources.push(sourceOf(path, file.size, isGzip(begin), () => bytesOf(file, path), budget));
    if (sources.length > limits.entries) throw new DataError(path, `makes more than ${limits.entries} files`);
  }
  return sources;
}

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function bytesOf(file: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new DataError(name, 'could not be read from this device', { cause });
  }
}

function sourceOf(
  name: string,
  size: number,
  gzipped: boolean,
  bytes: () => Promise<Uint8Array<ArrayBuffer>>,
  budget: Budget,
): Source {
  if (!gzipped) return { name, size, read: bytes };
  return { name: name.replace(/\.gz$/i, ''), size, read: async () => gunzipCounted(await bytes(), name, budget) };
}

function entriesOf(bytes: Uint8Array<ArrayBuffer>, path: string, budget: Budget, limits: ImportLimits): Source[] {
  let entries: ReturnType<typeof zipEntries>;
  try {
    entries = zipEntries(bytes, limits);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw new DataError(path, error.entry === 'the file' ? error.fault : `is no whole archive: ${error.message}`, {
      cause: error,
    });
  }
  return entries.map(({ name, size, fault, read }) => ({
    ...sourceOf(
      name,
      size,
      /\.gz$/i.test(name),
      async () => {
        // Expanding stops at the size that is declared, so that no entry can take more than what is left.
        if (size > budget.left) budget.spend(size, name);
        try {
          const expanded = read();
          budget.spend(expanded.length, name);
          return expanded;
        } catch (error) {
          if (!(error instanceof ZipError)) throw error;
          throw new DataError(name, error.fault, { cause: error });
        }
      },
      budget,
    ),
    ...(fault !== undefined && { fault }),
  }));
}

/** Unpacks gzip with the platform's decoder, which checks sums and lengths, and stops as soon as too much comes out. */
async function gunzipCounted(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  budget: Budget,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      budget.spend(value.length, name);
      length += value.length;
      parts.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (cause instanceof DataError) throw cause;
    throw new DataError(name, 'is not a whole gzip file', { cause });
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
