import { crc32 } from './crc32.ts';
import { inflateExactly } from './inflate.ts';

/** What a zip archive may hold. */
export interface ZipLimits {
  /** Of the file. */
  readonly fileBytes: number;
  readonly entries: number;
  readonly nameBytes: number;
}

/** A zip archive, or an entry of one, that can't be read: which, and what is wrong with it, as a clause. */
export class ZipError extends Error {
  override readonly name = 'ZipError';

  constructor(
    readonly entry: string,
    readonly fault: string,
    options?: ErrorOptions,
  ) {
    super(`${entry} ${fault}`, options);
  }
}

export interface ZipEntry {
  readonly name: string;
  /** Size when expanded, as the directory declares it; reading checks it. */
  readonly size: number;
  /** Why this entry can't be used, though others may be. */
  readonly fault?: string;
  /** @throws ZipError when it has a fault, or its data are not what the directory says. */
  read(): Uint8Array<ArrayBuffer>;
}

const stored = 0;
const deflated = 8;
const directoryEndLength = 22;
const directoryEntryLength = 46;
const localHeaderLength = 30;
const maxCommentLength = 0xffff;

/**
 * The entries of a zip archive, folders apart, from its directory at the end. Plain zip only: stored or deflated
 * entries, no encryption, no parts, no ZIP64 (its limits are above ours).
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * Nothing is expanded before an entry is read, and no size in a header is believed: the sum of those declared is the
 * caller's to judge.
 * @throws ZipError where the archive as a whole can't be read; what is wrong with one entry alone is told by its fault.
 */
export function zipEntries(file: Uint8Array<ArrayBuffer>, limits: ZipLimits): ZipEntry[] {
  if (file.length > limits.fileBytes)
    throw new ZipError('the file', `is larger than ${limits.fileBytes / 2 ** 20} MiB`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { count, start, end } = findDirectory(file, view, limits);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  /** Where each entry lies in the file, to refuse entries that share data. */
  const spans: { name: string; from: number; to: number }[] = [];
  let position = start;
  for (let index = 0; index < count; index++) {
    if (position + directoryEntryLength > end || view.getUint32(position, true) !== 0x02014b50) {
      throw new ZipError('its directory', 'is damaged');
    }
    const nameLength = view.getUint16(position + 28, true);
    const next =
      position +
      directoryEntryLength +
      nameLength +
      view.getUint16(position + 30, true) +
      view.getUint16(position + 32, true);
    if (next > end) throw new ZipError('its directory', 'is damaged');
    const { name, fault: nameFault } = readName(
      file.subarray(position + directoryEntryLength, position + directoryEntryLength + nameLength),
      limits,
    );
    const offset = view.getUint32(position + 42, true);
    const header = {
      name,
      size: view.getUint32(position + 24, true),
      flags: view.getUint16(position + 8, true),
      method: view.getUint16(position + 10, true),
      crc: view.getUint32(position + 16, true),
      packedSize: view.getUint32(position + 20, true),
    };
    position = next;
    const located = locate(file, view, offset, header, start, limits);
    if (typeof located !== 'string') {
      spans.push({ name, from: offset, to: located.byteOffset - file.byteOffset + located.length });
    }
    const known = names.has(name);
    names.add(name);
    const fault =
      nameFault ??
      (typeof located === 'string' ? located : undefined) ??
      (known ? 'is in the archive twice' : undefined);
    if (fault === undefined && name.endsWith('/') && header.size === 0) {
      names.delete(name);
      continue;
    }
    entries.push({
      name,
      size: header.size,
      ...(fault !== undefined && { fault }),
      read() {
        if (fault !== undefined || typeof located === 'string') throw new ZipError(name, fault ?? 'can’t be read');
        return expand(located, header);
      },
    });
  }
  if (position !== end) throw new ZipError('its directory', 'is damaged');
  spans.sort((a, b) => a.from - b.from);
  for (const [index, { name, from }] of spans.entries()) {
    if (index > 0 && from < spans[index - 1]!.to) throw new ZipError(name, 'overlaps another entry');
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

function findDirectory(
  file: Uint8Array,
  view: DataView,
  limits: ZipLimits,
): { count: number; start: number; end: number } {
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
      throw new ZipError('its directory', 'is damaged or of an unsupported kind');
    }
    if (count > limits.entries) throw new ZipError('its directory', `lists ${count} entries, too many for what it is`);
    return { count, start, end };
  }
  const begins = file.length >= 4 && view.getUint32(0, true) === 0x04034b50;
  throw new ZipError('the file', begins ? 'is cut off' : 'is not a zip file');
}

/** The packed data of an entry, or what is wrong with it. */
function locate(
  file: Uint8Array,
  view: DataView,
  offset: number,
  header: Header,
  limit: number,
  limits: ZipLimits,
): Uint8Array | string {
  const { name, flags, method, packedSize, size } = header;
  if (flags & 1) return 'is encrypted';
  if (method !== stored && method !== deflated) return 'is packed in an unsupported way';
  if (method === stored && packedSize !== size) return 'has two sizes';
  if (offset + localHeaderLength > limit || view.getUint32(offset, true) !== 0x04034b50) {
    return 'is not where the directory says';
  }
  const nameEnd = offset + localHeaderLength + view.getUint16(offset + 26, true);
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (start + packedSize > limit) return 'is cut off';
  if (readName(file.subarray(offset + localHeaderLength, nameEnd), limits).name !== name) {
    return 'has another name in its own header';
  }
  return file.subarray(start, start + packedSize);
}

function expand(data: Uint8Array, { name, method, size, crc }: Header): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = method === stored ? new Uint8Array(data) : inflateExactly(data, size);
  } catch (cause) {
    throw new ZipError(name, cause instanceof Error ? `is damaged (${cause.message})` : 'is damaged', { cause });
  }
  if (crc32(bytes) !== crc) throw new ZipError(name, 'is damaged (its checksum differs)');
  return bytes;
}

/** A name, with a fault unless it is a relative path that stays where it is unpacked, on any system. */
function readName(bytes: Uint8Array, limits: ZipLimits): { name: string; fault?: string } {
  const name = new TextDecoder().decode(bytes);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { name, fault: 'has a name that is not UTF-8' };
  }
  const parts = name.replace(/\/$/, '').split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (plain && !/[\\:\u0000-\u001f\u007f]/.test(name) && bytes.length <= limits.nameBytes) return { name };
  return { name, fault: 'has a name that is not allowed' };
}
