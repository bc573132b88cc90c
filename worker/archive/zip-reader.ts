import { invalidArchive } from './archive-error.ts';
import { crc32 } from './crc32.ts';
import { inflateExactly } from './inflate.ts';

export const archiveLimits = {
  /** Of the file, and of everything in it together once expanded. */
  totalBytes: 2 ** 30,
  /** Entries: a run has a few hundred frames of up to four files each. */
  entries: 4096,
  nameBytes: 200,
} as const;

export interface ZipEntry {
  readonly name: string;
  /** Size when expanded, as the directory declares it; reading checks it. */
  readonly size: number;
  /** @throws LabError `invalid-archive` when the data are not what the directory says. */
  read(): Uint8Array<ArrayBuffer>;
}

const stored = 0;
const deflated = 8;
const directoryEndLength = 22;
const directoryEntryLength = 46;
const localHeaderLength = 30;
const maxCommentLength = 0xffff;

/**
 * The entries of a zip archive, from its directory at the end. Plain zip only: stored or deflated entries, no
 * encryption, no parts, no ZIP64 (its limits are above ours).
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @throws LabError `invalid-archive`
 */
export function readZip(file: Uint8Array<ArrayBuffer>): Map<string, ZipEntry> {
  if (file.length > archiveLimits.totalBytes) throw invalidArchive('the file', 'is larger than 1 GiB');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { count, start, end } = findDirectory(file, view);
  const entries = new Map<string, ZipEntry>();
  /** Where each entry lies in the file, to refuse entries that share data. */
  const spans: { name: string; from: number; to: number }[] = [];
  let total = 0;
  let position = start;
  for (let index = 0; index < count; index++) {
    if (position + directoryEntryLength > end || view.getUint32(position, true) !== 0x02014b50) {
      throw invalidArchive('its directory', 'is damaged');
    }
    const nameLength = view.getUint16(position + 28, true);
    const next =
      position +
      directoryEntryLength +
      nameLength +
      view.getUint16(position + 30, true) +
      view.getUint16(position + 32, true);
    if (next > end) throw invalidArchive('its directory', 'is damaged');
    const name = readName(file.subarray(position + directoryEntryLength, position + directoryEntryLength + nameLength));
    const size = view.getUint32(position + 24, true);
    total += size;
    if (total > archiveLimits.totalBytes) throw invalidArchive(name, 'takes the archive over 1 GiB when expanded');
    const offset = view.getUint32(position + 42, true);
    const header = {
      name,
      size,
      flags: view.getUint16(position + 8, true),
      method: view.getUint16(position + 10, true),
      crc: view.getUint32(position + 16, true),
      packedSize: view.getUint32(position + 20, true),
    };
    const data = locate(file, view, offset, header, start);
    spans.push({ name, from: offset, to: data.byteOffset - file.byteOffset + data.length });
    position = next;
    if (name.endsWith('/') && size === 0) continue;
    if (entries.has(name)) throw invalidArchive(name, 'is in the archive twice');
    entries.set(name, { name, size, read: () => expand(data, header) });
  }
  if (position !== end) throw invalidArchive('its directory', 'is damaged');
  spans.sort((a, b) => a.from - b.from);
  for (const [index, { name, from }] of spans.entries()) {
    if (index > 0 && from < spans[index - 1]!.to) throw invalidArchive(name, 'overlaps another entry');
  }
  return entries;
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
}

function findDirectory(file: Uint8Array, view: DataView): { count: number; start: number; end: number } {
  const last = file.length - directoryEndLength;
  for (let at = last; at >= Math.max(0, last - maxCommentLength); at--) {
    if (
      view.getUint32(at, true) !== 0x06054b50 ||
      at + directoryEndLength + view.getUint16(at + 20, true) !== file.length
    ) {
      continue;
    }
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    const end = start + view.getUint32(at + 12, true);
    const parts = view.getUint16(at + 4, true) + view.getUint16(at + 6, true);
    if (parts !== 0 || view.getUint16(at + 8, true) !== count || end !== at) {
      throw invalidArchive('its directory', 'is damaged or of an unsupported kind');
    }
    if (count > archiveLimits.entries)
      throw invalidArchive('its directory', `lists ${count} entries, too many for a run`);
    return { count, start, end };
  }
  const begins = file.length >= 4 && view.getUint32(0, true) === 0x04034b50;
  throw invalidArchive('the file', begins ? 'is cut off' : 'is not a run archive (a zip file)');
}

/** The packed data of an entry. */
function locate(file: Uint8Array, view: DataView, offset: number, header: Header, limit: number): Uint8Array {
  const { name, flags, method, packedSize, size } = header;
  if (flags & 1) throw invalidArchive(name, 'is encrypted');
  if (method !== stored && method !== deflated) throw invalidArchive(name, 'is packed in an unsupported way');
  if (method === stored && packedSize !== size) throw invalidArchive(name, 'has two sizes');
  if (offset + localHeaderLength > limit || view.getUint32(offset, true) !== 0x04034b50) {
    throw invalidArchive(name, 'is not where the directory says');
  }
  const nameEnd = offset + localHeaderLength + view.getUint16(offset + 26, true);
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (start + packedSize > limit) throw invalidArchive(name, 'is cut off');
  if (readName(file.subarray(offset + localHeaderLength, nameEnd)) !== name) {
    throw invalidArchive(name, 'has another name in its own header');
  }
  return file.subarray(start, start + packedSize);
}

function expand(data: Uint8Array, { name, method, size, crc }: Header): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = method === stored ? new Uint8Array(data) : inflateExactly(data, size);
  } catch (cause) {
    throw invalidArchive(name, cause instanceof Error ? `is damaged (${cause.message})` : 'is damaged', cause);
  }
  if (crc32(bytes) !== crc) throw invalidArchive(name, 'is damaged (its checksum differs)');
  return bytes;
}

/** A relative path that stays where it is unpacked, on any system. */
function readName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalidArchive('an entry', 'has a name that is not UTF-8', cause);
  }
  const parts = name.replace(/\/$/, '').split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (!plain || /[\\:\u0000-\u001f\u007f]/.test(name) || bytes.length > archiveLimits.nameBytes) {
    throw invalidArchive(`the entry ${JSON.stringify(name.slice(0, 80))}`, 'has a name that is not allowed');
  }
  return name;
}
