import type { ImageHeader } from './image-header.ts';

/**
 * An image file without what it says of its colours (profile, gamma, primaries), so that every browser gives the numbers
 * that are stored: not all can be told to leave colours as they are. A file without any, or whose parts can't be told
 * apart, is given back as it is.
 */
export function plainColours(bytes: Uint8Array<ArrayBuffer>, type: ImageHeader['type']): Uint8Array<ArrayBuffer> {
  const parts = partsOf[type]?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!parts?.some(({ drop }) => drop)) return bytes;
  const kept = parts.filter(({ drop }) => !drop);
  const out = new Uint8Array(kept.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { from, to } of kept) {
    out.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  if (type === 'image/webp') tellWebp(out);
  return out;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly drop: boolean;
}

const textAt = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, Math.min(length, view.byteLength - at)));

const partsOf: Partial<Record<ImageHeader['type'], (view: DataView) => Part[] | undefined>> = {
  'image/png': pngParts,
  'image/jpeg': jpegParts,
  'image/webp': webpParts,
};

/** Chunks of PNG (third edition, section 11.3.2) that tell how colours are meant. */
const pngColours = /^(iCCP|gAMA|cHRM|sRGB|cICP|mDCV|cLLI)$/;

function pngParts(view: DataView): Part[] | undefined {
  const parts: Part[] = [{ from: 0, to: 8, drop: false }];
  for (let at = 8; at + 12 <= view.byteLength;) {
    const type = textAt(view, at + 4, 4);
    const to = at + 12 + view.getUint32(at);
    if (to > view.byteLength) return undefined;
    // They come before the pixels.
    if (type === 'IDAT') return [...parts, { from: at, to: view.byteLength, drop: false }];
    parts.push({ from: at, to, drop: pngColours.test(type) });
    at = to;
  }
  return undefined;
}

function jpegParts(view: DataView): Part[] | undefined {
  const parts: Part[] = [{ from: 0, to: 2, drop: false }];
  for (let at = 2; at + 4 <= view.byteLength;) {
    const marker = view.getUint16(at);
    const to = at + 2 + view.getUint16(at + 2);
    // From the scan on there are no more of them.
    if (marker === 0xffda) return [...parts, { from: at, to: view.byteLength, drop: false }];
    if (marker < 0xffc0 || marker === 0xffff || to < at + 4 || to > view.byteLength) return undefined;
    // Application segment 2 with a profile of the International Color Consortium (ICC.1:2010, annex B.4).
    parts.push({ from: at, to, drop: marker === 0xffe2 && textAt(view, at + 4, 12) === 'ICC_PROFILE\0' });
    at = to;
  }
  return undefined;
}

function webpParts(view: DataView): Part[] | undefined {
  const parts: Part[] = [{ from: 0, to: 12, drop: false }];
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const to = Math.min(at + 8 + size + (size % 2), view.byteLength);
    parts.push({ from: at, to, drop: textAt(view, at, 4) === 'ICCP' });
    at = to;
  }
  return parts;
}

/** Puts the new length into a WebP file, and that it has no profile. */
function tellWebp(bytes: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length - 8, true);
  if (bytes.length > 20 && textAt(view, 12, 4) === 'VP8X') view.setUint8(20, view.getUint8(20) & ~0x20);
}
