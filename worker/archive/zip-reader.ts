import { zipEntries, ZipError } from '../../core/data/zip/zip-reader.ts';
import { invalidArchive } from './archive-error.ts';

/** An entry whose name and place are right. */
export interface ZipEntry {
  readonly name: string;
  /** Size when expanded, as the directory declares it; reading checks it. */
  readonly size: number;
  /** @throws LabError `invalid-archive` when the data are not what the directory says. */
  read(): Uint8Array<ArrayBuffer>;
}

export const archiveLimits = {
  /** Of the file, and of everything in it together once expanded. */
  totalBytes: 2 ** 30,
  /** Entries: a run has a few hundred frames of up to four files each. */
  entries: 4096,
  nameBytes: 200,
} as const;

/**
 * The entries of a run archive. One that has a fault spoils the archive: whoever made it made all of it.
 * @throws LabError `invalid-archive`, as reading an entry does.
 */
export function readZip(file: Uint8Array<ArrayBuffer>): Map<string, ZipEntry> {
  return inWords(() => {
    const entries = new Map<string, ZipEntry>();
    let total = 0;
    for (const entry of zipEntries(file, { ...archiveLimits, fileBytes: archiveLimits.totalBytes })) {
      const { name, size, fault } = entry;
      if (fault !== undefined) {
        const named = fault.includes('name') ? `the entry ${JSON.stringify(name.slice(0, 80))}` : name;
        throw new ZipError(named, fault);
      }
      total += size;
      if (total > archiveLimits.totalBytes) throw new ZipError(name, 'takes the archive over 1 GiB when expanded');
      entries.set(name, { name, size, read: () => inWords(() => entry.read()) });
    }
    return entries;
  });
}

function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    const fault = error.fault === 'is not a zip file' ? 'is not a run archive (a zip file)' : error.fault;
    throw invalidArchive(error.entry, fault, error);
  }
}
