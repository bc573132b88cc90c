import { zlibSync } from 'fflate';
import { concatenate } from '../../core/training/digest.ts';
import { crc32 } from '../../core/data/zip/crc32.ts';
import { inflateExactly } from '../../core/data/zip/inflate.ts';

/** 8 bits a channel, row-major from the top left, channels side by side. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 red, green and blue. */
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourTypes = { 1: 0, 3: 2 } as const;

/** Encodes a picture as PNG, without loss: unfiltered rows, as one piece of compressed data. */
export function encodePng({ width, height, channels, pixels }: Picture): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourTypes[channels], 0, 0, 0], 8);
  const stride = width * channels;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return concatenate([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

/**
 * Decodes a PNG of known size, as `encodePng` writes them: no palette, no alpha, no interlacing, no row filters.
 * @throws Error on anything else, with what is wrong.
 */
export function decodePng(
  bytes: Uint8Array,
  { width, height, channels }: Omit<Picture, 'pixels'>,
): Uint8Array<ArrayBuffer> {
  if (!signature.every((byte, i) => bytes[i] === byte)) throw new Error('is not a PNG');
  const chunks = readChunks(bytes);
  const [header, ...rest] = chunks;
  const types = rest.map(({ type }) => type).join(' ');
  if (header?.type !== 'IHDR' || header.data.length !== 13 || !/^IDAT( IDAT)* IEND$/.test(types)) {
    throw new Error('does not have the parts that a plain PNG has');
  }
  const view = new DataView(header.data.buffer, header.data.byteOffset, 13);
  if (view.getUint32(0) !== width || view.getUint32(4) !== height) {
    throw new Error(`is ${view.getUint32(0)} by ${view.getUint32(4)} pixels, not ${width} by ${height}`);
  }
  const [depth, colourType, compression, filter, interlace] = header.data.subarray(8);
  if (depth !== 8 || colourType !== colourTypes[channels] || compression || filter || interlace) {
    throw new Error(`is not a plain PNG of ${channels} channel${channels === 1 ? '' : 's'} of 8 bits`);
  }
  const zlib = concatenate(rest.map(({ data }) => data));
  const start = new DataView(zlib.buffer);
  if (zlib.length < 6 || start.getUint16(0) % 31 !== 0 || (zlib[0]! & 15) !== 8 || zlib[1]! & 32) {
    throw new Error('has damaged pixels');
  }
  const stride = width * channels;
  const rows = inflateExactly(zlib.subarray(2, -4), (stride + 1) * height);
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1);
    if (rows[row] !== 0) throw new Error('has filtered rows');
    pixels.set(rows.subarray(row + 1, row + 1 + stride), y * stride);
  }
  return pixels;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function readChunks(bytes: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: { type: string; data: Uint8Array }[] = [];
  let position = signature.length;
  while (position < bytes.length) {
    const end = position + 12 + (position + 12 <= bytes.length ? view.getUint32(position) : 0);
    if (end > bytes.length) throw new Error('is cut off');
    if (crc32(bytes.subarray(position + 4, end - 4)) !== view.getUint32(end - 4)) throw new Error('is damaged');
    const type = new TextDecoder().decode(bytes.subarray(position + 4, position + 8));
    chunks.push({ type, data: bytes.subarray(position + 8, end - 4) });
    position = end;
  }
  return chunks;
}
