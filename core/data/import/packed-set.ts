import { canonical } from '../../spec/canonical.ts';
import { sha256 } from '../assets.ts';
import { DataError } from '../data-error.ts';
import type { ImportedSet, SetHeader } from './imported-set.ts';
import { valuesEach } from './imported-set.ts';
import { importLimits } from './limits.ts';

/**
 * An imported set as it is stored, and as its identity is made from: the eight bytes `LLSET1\n\0`, the length of the
 * header as a little-endian uint32, the header as canonical JSON in UTF-8, spaces up to a multiple of four, the values
 * (bytes, or little-endian f32), then the labels as little-endian uint16. The header tells how long everything is.
 */
const magic = Uint8Array.of(0x4c, 0x4c, 0x53, 0x45, 0x54, 0x31, 0x0a, 0);
const longestHeader = 2 ** 20;

/** The packed set and its SHA-256, hex, by which it is known. */
export async function packSet(set: ImportedSet): Promise<{ id: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { kind, shape, train, test, classes, values, labels } = set;
  const json = canonical({ kind, shape, train, test, classes });
  const text = new TextEncoder().encode(json);
  const header = Math.ceil(text.length / 4) * 4;
  const start = 12 + header;
  const bytes = new Uint8Array(start + values.byteLength + (labels?.byteLength ?? 0)).fill(0x20, 12, start);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint32(8, header, true);
  bytes.set(text, 12);
  bytes.set(bytesOf(values), start);
  if (labels) bytes.set(bytesOf(labels), start + values.byteLength);
  return { id: await sha256(bytes), bytes };
}

/**
 * Reads a packed set. The values and labels are views of `bytes` where they can be.
 * @param file name for messages. @throws DataError for anything but a whole packed set.
 */
export function unpackSet(bytes: Uint8Array, file: string): ImportedSet {
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) throw new DataError(file, 'is no packed set');
  const length = new DataView(bytes.buffer, bytes.byteOffset, 12).getUint32(8, true);
  const start = 12 + length;
  if (length > longestHeader || start > bytes.length) throw new DataError(file, 'is cut short in its header');
  const header = headerOf(bytes.subarray(12, start), file);
  const count = header.train + header.test;
  const valueBytes = count * valuesEach(header.shape) * (header.kind === 'points' ? 4 : 1);
  const labelBytes = header.classes.length > 0 ? 2 * count : 0;
  if (start + valueBytes + labelBytes !== bytes.length) {
    throw new DataError(file, `has ${bytes.length} bytes in place of ${start + valueBytes + labelBytes}`);
  }
  const values = bytes.subarray(start, start + valueBytes);
  const labels = labelBytes > 0 ? new Uint16Array(aligned(bytes.subarray(start + valueBytes), 2)) : undefined;
  if (labels?.some((label) => label >= header.classes.length)) throw new DataError(file, 'has labels without a class');
  return {
    ...header,
    values: header.kind === 'points' ? new Float32Array(aligned(values, 4)) : values,
    ...(labels && { labels }),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** A buffer of the bytes alone: views of wider values can't begin anywhere. */
function aligned(bytes: Uint8Array, width: number): ArrayBuffer {
  return bytes.slice(0, bytes.length - (bytes.length % width)).buffer;
}

function headerOf(text: Uint8Array, file: string): SetHeader {
  let parsed: Partial<Record<keyof SetHeader, unknown>>;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)) as typeof parsed;
  } catch (cause) {
    throw new DataError(file, 'has a damaged header', { cause });
  }
  const { kind, shape, train, test, classes } = parsed ?? {};
  const whole = (value: unknown, least: number): value is number =>
    Number.isSafeInteger(value) && Number(value) >= least;
  const isShape = Array.isArray(shape) && shape.every((size) => whole(size, 1) && size <= importLimits.side);
  const named =
    Array.isArray(classes) &&
    classes.length <= importLimits.classes &&
    classes.every((name): name is string => typeof name === 'string');
  const fits = isShape && (kind === 'images' ? shape.length === 3 : kind === 'points' && shape.length === 1);
  if (!fits || !whole(train, 1) || !whole(test, 1) || !named) throw new DataError(file, 'has a damaged header');
  return { kind: kind as SetHeader['kind'], shape: shape as number[], train, test, classes };
}
