import { fromBase64Url, toBase64Url } from './base64url.ts';

/** Points of the plane as a setting holds them: base64url of 16-bit signed integers x, y, x, y, ..., low byte first. */

/** What a coordinate is multiplied by. */
const unit = 8192;
const bytesPerPoint = 4;
/** Largest number of points that any setting may hold. */
export const mostPoints = 4000;

/** A text of points that can't be used; the message says why, as a clause: "must ...". */
export class PointListError extends Error {
  override readonly name = 'PointListError';
}

/** Length of the text of so many points. */
export const pointListLength = (points: number): number => Math.ceil((points * bytesPerPoint * 8) / 6);

/** Number of points of a text that holds points. */
export const pointCount = (text: string): number => Math.floor((text.length * 6) / (bytesPerPoint * 8));

/**
 * Points `[n, 2]` as text. Coordinates are rounded to the nearest 1/8192, and to what fits: from -4 to just below 4.
 * @throws RangeError for an odd number of coordinates, or one that is not finite.
 */
export function encodePoints(points: ArrayLike<number>): string {
  if (points.length % 2 !== 0) throw new RangeError(`${points.length} coordinates are no whole number of points`);
  const bytes = new DataView(new ArrayBuffer(2 * points.length));
  for (let i = 0; i < points.length; i++) {
    const value = points[i]!;
    if (!Number.isFinite(value)) throw new RangeError(`coordinate ${i} is ${value}`);
    bytes.setInt16(2 * i, Math.min(32_767, Math.max(-32_768, Math.round(value * unit))), true);
  }
  return toBase64Url(new Uint8Array(bytes.buffer));
}

/**
 * The points `[n, 2]` that a text holds. One list of points has one text: any other spelling of it is refused.
 * @throws PointListError
 */
export function decodePoints(text: string, most = Infinity): Float64Array {
  if (text === '') throw new PointListError('must have at least one point');
  if (text.length > pointListLength(most)) throw new PointListError(`must have at most ${most} points`);
  const bytes = fromBase64Url(text);
  if (!bytes || bytes.length % bytesPerPoint !== 0 || toBase64Url(bytes) !== text) {
    throw new PointListError('must be points as base64url of 16-bit integers: part of it may be missing');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / unit);
}
