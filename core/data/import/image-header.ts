import { DataError } from '../data-error.ts';

/** What the first bytes of an image file say. */
export interface ImageHeader {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp';
  readonly width: number;
  readonly height: number;
}

/** Markers of JPEG that begin a frame, which has the size: all SOFn but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * The size of an image, from its header: known before anything is decoded, since few bytes may decode to gigabytes.
 * @throws DataError when it is of none of the kinds that are read, or its header is damaged.
 */
export function imageHeader(bytes: Uint8Array, file: string): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readers
    .map((read) => (bytes.length >= 30 ? read(view) : undefined))
    .find((found) => found !== undefined);
  if (header === undefined) throw new DataError(file, 'is no PNG, JPEG, GIF, WebP or BMP image, or is cut short');
  if (header === 'damaged' || header.width < 1 || header.height < 1) throw new DataError(file, 'has a damaged header');
  return header;
}

type Reader = (view: DataView) => ImageHeader | 'damaged' | undefined;

const readers: readonly Reader[] = [png, jpeg, gif, webp, bmp];

function png(view: DataView): ImageHeader | 'damaged' | undefined {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return 'damaged';
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function jpeg(view: DataView): ImageHeader | 'damaged' | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return 'damaged';
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    // The size comes before the first scan.
    if (marker === 0xda || marker === 0xd9 || marker === 0) return 'damaged';
    at += alone ? 2 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return 'damaged';
}

function gif(view: DataView): ImageHeader | undefined {
  if (view.getUint32(0) !== 0x47494638) return undefined;
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): ImageHeader | 'damaged' | undefined {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return undefined;
  const type = 'image/webp';
  const threeBytes = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  switch (view.getUint32(12)) {
    case 0x56503820: // Lossy.
      if (view.getUint8(23) !== 0x9d || view.getUint16(24) !== 0x012a) return 'damaged';
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // Lossless: 14 bits each, less one.
      if (view.getUint8(20) !== 0x2f) return 'damaged';
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // Extended: the canvas, less one.
      return { type, width: threeBytes(24) + 1, height: threeBytes(27) + 1 };
    default:
      return 'damaged';
  }
}

function bmp(view: DataView): ImageHeader | 'damaged' | undefined {
  if (view.getUint16(0) !== 0x424d) return undefined;
  const size = view.getUint32(14, true);
  if (size === 12) return { type: 'image/bmp', width: view.getUint16(18, true), height: view.getUint16(20, true) };
  if (size < 40) return 'damaged';
  // A negative height is that of an image stored from the top down.
  return { type: 'image/bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}
