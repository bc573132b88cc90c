import { unzlibSync, zipSync, zlibSync } from 'fflate';
import { crc32 } from '../zip/crc32.ts';
import type { DecodedImage, ImageDecoder } from './image-files.ts';
import type { ImportFile } from './sources.ts';

/** Files of every kind that is imported, small and exact, for tests. */

export const ascii = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0));

export const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

export const fileOf = (path: string, bytes: Uint8Array | string): ImportFile => ({
  path,
  file: new Blob([bytes as BlobPart]),
});

export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export function npy(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
  { fortran = false, version = 1 } = {},
): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const prefix = version === 1 ? 10 : 12;
  const header = `${text.padEnd(Math.ceil((text.length + prefix + 1) / 64) * 64 - prefix - 1)}\n`;
  const size = new Uint8Array(prefix - 8);
  size.set([header.length & 255, header.length >> 8]);
  return joined(Uint8Array.of(0x93), ascii('NUMPY'), Uint8Array.of(version, 0), size, ascii(header), data);
}

export function idx(type: number, dimensions: readonly number[], data: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(4 + 4 * dimensions.length);
  const view = new DataView(header.buffer);
  header.set([0, 0, type, dimensions.length]);
  dimensions.forEach((dimension, i) => view.setUint32(4 + 4 * i, dimension));
  return joined(header, data);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined(ascii(type), data);
  const out = new Uint8Array(8 + body.length);
  new DataView(out.buffer).setUint32(0, data.length);
  out.set(body, 4);
  new DataView(out.buffer).setUint32(4 + body.length, crc32(body));
  return out;
}

/** A PNG of pixels that are packed already, as its header says. @param colour colour type of the standard: 6 is RGBA. */
export function pngOfChunks(
  { width, height, depth, colour }: Readonly<Record<'width' | 'height' | 'depth' | 'colour', number>>,
  packed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colour], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  return joined(signature, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', new Uint8Array()));
}

/** A PNG of one colour with opacity. */
export function png(
  width: number,
  height: number,
  colour: readonly number[] = [255, 0, 0, 255],
): Uint8Array<ArrayBuffer> {
  const row = [0, ...Array.from({ length: width }, () => colour).flat()];
  const rows = Uint8Array.from(Array.from({ length: height }, () => row).flat());
  return pngOfChunks({ width, height, depth: 8, colour: 6 }, zlibSync(rows));
}

/** Decodes what `png` makes, and throws for anything else. */
export const decodePng: ImageDecoder = async (bytes, { width, height }): Promise<DecodedImage> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) throw new Error('bad sum');
    if (new TextDecoder().decode(bytes.subarray(at + 4, at + 8)) === 'IDAT') {
      const raw = unzlibSync(data, { out: new Uint8Array((4 * width + 1) * height) });
      const rgba = new Uint8Array(4 * width * height);
      for (let y = 0; y < height; y++) {
        const from = y * (4 * width + 1);
        if (raw[from] !== 0 || from + 1 + 4 * width > raw.length) throw new Error('bad rows');
        rgba.set(raw.subarray(from + 1, from + 1 + 4 * width), 4 * width * y);
      }
      return { width, height, rgba };
    }
    at += 12 + length;
  }
  throw new Error('no pixels');
};

export const zip = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> => zipSync(entries);

/** `count` records of CIFAR-10: label i % 10, red i, green 100, blue 200. */
export function cifar10(count: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(3073 * count);
  for (let i = 0; i < count; i++) {
    const from = 3073 * i;
    out[from] = i % 10;
    out
      .fill(i, from + 1, from + 1025)
      .fill(100, from + 1025, from + 2049)
      .fill(200, from + 2049, from + 3073);
  }
  return out;
}
