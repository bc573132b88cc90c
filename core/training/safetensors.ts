/**
 * The safetensors file format, strictly: an 8-byte little-endian header length, a JSON header, then the tensors'
 * little-endian bytes without gaps or overlaps. https://huggingface.co/docs/safetensors/index#format
 *
 * The format has no checksum: a changed data byte reads back as another number. `state-file.ts` adds a digest.
 */
import { duplicateKey } from './duplicate-key.ts';

const dtypes = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;

export type SafetensorsDtype = keyof typeof dtypes;
export type SafetensorsData = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface SafetensorsTensor {
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly data: SafetensorsData;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, SafetensorsTensor>>;
  /** The header's `__metadata__`; empty when it has none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The file breaks the format, or uses a part of it that is not supported; the message says where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

const lengthBytes = 8;
/** Far above the header of any model that trains in a browser, far below what would exhaust memory. */
const maxHeaderBytes = 16 * 2 ** 20;
const maxRank = 16;
const metadataKey = '__metadata__';

/** Compares by UTF-16 code units, the same on every machine (unlike `localeCompare`). */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Encodes 32-bit float tensors in name order. The header is padded with spaces so that the data start on a multiple
 * of 8 bytes. Equal input gives equal bytes.
 * @throws SafetensorsError when a name is reserved or empty, or a shape does not match its data.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(tensors).sort(byCodeUnit);
  const entries: [string, unknown][] = [];
  const keys = Object.keys(metadata).sort(byCodeUnit);
  if (keys.length > 0) entries.push([metadataKey, Object.fromEntries(keys.map((key) => [key, metadata[key]]))]);
  let end = 0;
  for (const name of names) {
    const { shape, data } = tensors[name]!;
    if (name === '' || name === metadataKey) throw new SafetensorsError(`a tensor can't be named '${name}'`);
    if (!isShape(shape) || sizeOf(shape) !== data.length) {
      throw new SafetensorsError(`tensor '${name}': shape [${shape.join(', ')}] does not hold ${data.length} values`);
    }
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  const header = new TextEncoder().encode(objectText(entries));
  const dataStart = Math.ceil((lengthBytes + header.length) / 8) * 8;
  if (dataStart - lengthBytes > maxHeaderBytes) throw new SafetensorsError('too many tensors for one header');
  const file = new Uint8Array(dataStart + end).fill(0x20, lengthBytes, dataStart);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - lengthBytes), true);
  file.set(header, lengthBytes);
  let position = dataStart;
  for (const name of names) {
    const { data } = tensors[name]!;
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

/** JSON of an object whose key order is kept, which object literals don't do for keys that look like numbers. */
function objectText(entries: readonly [string, unknown][]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}

/**
 * Decodes a file. Data are copies, in tensors of their own; tensors come in the order of their offsets.
 * @throws SafetensorsError on anything that is not exactly a safetensors file of F32, F64, I32 and U8 tensors.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const { [metadataKey]: rawMetadata, ...rawTensors } = header;
  const entries = Object.entries(rawTensors).map(([name, entry]) => readEntry(name, entry));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end || byCodeUnit(a.name, b.name));
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin < position) throw new SafetensorsError(`tensor '${name}' overlaps the one before it`);
    if (begin > position) throw new SafetensorsError(`there is a hole before tensor '${name}'`);
    position = end;
  }
  const dataBytes = bytes.length - dataStart;
  if (position > dataBytes) {
    throw new SafetensorsError(`the file is truncated: ${dataBytes} data bytes, where its header names ${position}`);
  }
  if (position < dataBytes) throw new SafetensorsError(`${dataBytes - position} bytes follow the last tensor`);
  const tensors = entries.map(({ name, dtype, shape, begin, end }) => {
    // A copy of its own: the slice of a Node Buffer would be a view of the whole file's memory.
    const data = new dtypes[dtype](new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end)).buffer);
    return [name, { dtype, shape, data }] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: readMetadata(rawMetadata) };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < lengthBytes) throw new SafetensorsError('the file is too short to have a header');
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) throw new SafetensorsError(`a header of ${length} bytes is too large`);
  const dataStart = lengthBytes + Number(length);
  if (dataStart > bytes.length) throw new SafetensorsError('the file is truncated inside its header');
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(lengthBytes, dataStart));
    header = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError('the header is not JSON in UTF-8', { cause });
  }
  if (!text.startsWith('{') || !isObject(header)) throw new SafetensorsError('the header is not a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) throw new SafetensorsError(`the header has the key '${twice}' twice`);
  return { header, dataStart };
}

function readEntry(name: string, entry: unknown) {
  const fail = (fault: string) => new SafetensorsError(`tensor '${name}': ${fault}`);
  if (name === '') throw fail('has no name');
  if (!isObject(entry)) throw fail('its header entry is not an object');
  const { dtype, shape, data_offsets: offsets, ...rest } = entry;
  const unknownKey = Object.keys(rest)[0];
  if (unknownKey !== undefined) throw fail(`unknown key '${unknownKey}'`);
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypes, dtype)) {
    throw fail(`dtype ${JSON.stringify(dtype)} is not one of ${Object.keys(dtypes).join(', ')}`);
  }
  if (!isShape(shape)) throw fail('its shape is not a list of lengths');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isLength)) {
    throw fail('its data_offsets are not two offsets');
  }
  const [begin, end] = offsets as [number, number];
  const kind = dtype as SafetensorsDtype;
  const expected = sizeOf(shape) * dtypes[kind].BYTES_PER_ELEMENT;
  if (end - begin !== expected) throw fail(`has ${end - begin} bytes, where its shape and dtype need ${expected}`);
  return { name, dtype: kind, shape, begin, end };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string')) {
    throw new SafetensorsError(`${metadataKey} is not a table of strings`);
  }
  return value as Record<string, string>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

/** Lengths whose product, and so every offset computed from them, is exact. */
function isShape(value: unknown): value is number[] {
  if (!Array.isArray(value) || value.length > maxRank || !value.every(isLength)) return false;
  return sizeOf(value) <= Number.MAX_SAFE_INTEGER / 8;
}
